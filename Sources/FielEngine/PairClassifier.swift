public import FielCore

/// A cross-encoder for natural language inference: both texts are read together, a linear layer tells the three answers.
public final class PairClassifier: EntailmentModel {
    /// What was loaded.
    public let info: ModelInfo
    /// The model's tokenizer.
    public let tokenizer: EncoderTokenizer
    private let encoder: BertEncoder
    private let head: ClassifierHead
    private let scaling: EncoderScaling?
    private let workers: Workers

    /// Loads a GGUF file or a Hugging Face folder with a three-way classifier.
    ///
    /// - Parameters:
    ///   - path: a `.gguf` file, or a folder with `config.json` and `model.safetensors`.
    ///   - options: how to run it.
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public init(path: String, options: EngineOptions = EngineOptions()) throws(FielError) {
        let checkpoint = try EncoderCheckpoint.open(path)
        head = try ClassifierHead(checkpoint, on: options.instructionSet.isa)
        encoder = try BertEncoder(checkpoint, options: options)
        tokenizer = checkpoint.tokenizer
        info = ModelInfo(checkpoint, options)
        workers = options.workers
        scaling = nil
    }

    /// A classifier as an adapter changes it; it shares the large matrices with the classifier that it is made from.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where the adapter was made for another model.
    public init(_ base: PairClassifier, adapter: Adapter) throws(FielError) {
        try adapter.check(against: base.info.path, AdapterLayout(base.encoder.configuration))
        let classifier = adapter.layout.classifier
        head = base.head.adding(
            weights: adapter.numbers[classifier.weights],
            bias: adapter.numbers[classifier.bias]
        )
        scaling = EncoderScaling(adapter.numbers, adapter.layout)
        (encoder, tokenizer, info, workers) = (base.encoder, base.tokenizer, base.info, base.workers)
    }

    /// Loads a classifier, and an adapter for it where one is named.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    public static func load(
        path: String,
        adapter: String?,
        options: EngineOptions = EngineOptions()
    ) throws(FielError) -> PairClassifier {
        let base = try PairClassifier(path: path, options: options)
        guard let adapter else { return base }
        let read = try Adapter(path: adapter)
        do throws(FielError) {
            return try PairClassifier(base, adapter: read)
        } catch {
            throw error.located(at: .init(file: adapter))
        }
    }

    /// The most tokens of premise and hypothesis together, special tokens included.
    public var maximumTokens: Int { info.maximumTokens }

    /// As the tokenizer puts them: XLM-R's has two between the texts.
    public var specialTokensOfPair: Int { tokenizer.specialTokensOfPair }

    /// The number of tokens of each text, without special tokens.
    public func tokenCounts(_ texts: [String]) -> [Int] { workers.map(texts, tokenizer.count) }

    /// Judges each pair by itself.
    ///
    /// - Parameter pairs: where a pair is longer than `maximumTokens` the premise is cut at its end, and only where the
    ///   hypothesis alone is too long is that cut too.
    /// - Returns: one result a pair, in order.
    public func classify(_ pairs: [TextPair]) async throws(FielError) -> [EntailmentScores] {
        let inputs = workers.map(pairs) { tokenizer.input($0, maximumTokens: maximumTokens) }
        return zip(inputs, try encoder.pooled(inputs, scaling)).map { input, vector in
            var scores = head.scores(vector)
            scores.truncated = input.truncated
            return scores
        }
    }
}
