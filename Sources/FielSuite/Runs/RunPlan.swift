public import FielCore
import FielGeneration
import FielRetrieval

/// What a run of a suite will do, known before anything is loaded.
public struct RunPlan: Sendable {
    /// The suite.
    public let suite: Suite
    /// The most questions or rows; nil for all.
    public let limit: Int?
    /// How many questions are asked, or rows scored; nil for a data set that is not read ahead.
    public var samples: Int { questions.isEmpty ? rows : questions.count * configurations.count }
    /// The configurations; none for a data set.
    public let configurations: [SuiteConfiguration]
    let questions: [SuiteQuestion]
    private let rows: Int
    private let inputs: String

    /// Reads the questions and notes the contents of the files that results depend on.
    ///
    /// - Throws: `FielError` where one of them cannot be read.
    public init(_ suite: Suite, limit: Int? = nil) throws(FielError) {
        (self.suite, self.limit) = (suite, limit)
        var digest = SHA256()
        switch suite.source {
        case .answers(let answers):
            (questions, configurations) = ([], [])
            rows = min(LineReader.count(answers.path) ?? 0, answers.limit ?? .max, limit ?? .max)
            try Self.add(answers.path, to: &digest)
        case .questions(let source):
            let least = min(source.limit ?? .max, limit ?? .max)
            questions = try SuiteQuestion.read(source.path, limit: least == .max ? nil : least)
            configurations = source.configurations
            rows = 0
            try Self.add(source.path, to: &digest)
            if let corpus = source.corpus {
                for file in try CorpusFile.list(corpus.paths).files { try Self.add(file.path, to: &digest) }
                if let index = corpus.index { try Self.add(index, to: &digest) }
            }
        }
        if let path = suite.baseline?.results {
            let baseline = try RecordedResults(try FileSource(path: path), keepsContexts: false)
            try baseline.requireCurrentVersions(of: suite.metrics)
        }
        inputs = digest.hexDigest()
    }

    /// What tells the run from every other one: results of equal plans are equal.
    func digest(_ models: [ModelIdentity]) -> String {
        let configurations = configurations.map { "\($0.name)\n\(String(reflecting: $0.essence))" }
        return ContentCache.key(
            [FielVersion.current, suite.digest, inputs, limit?.description ?? "all"]
                + suite.metrics.map { "\($0.id)@\($0.version)" } + configurations
                + models.flatMap { [$0.name, $0.digest] }
        )
    }

    /// How much work a configuration is, about.
    public struct Estimate: Sendable, Hashable {
        /// How often the model is asked.
        public var calls: Int
        /// Tokens of prompts, a quarter of their letters.
        public var promptTokens: Int
        /// The most tokens that are generated.
        public var completionTokens: Int
    }

    /// How much work a configuration is, about; passages are taken to be as long as chunks may be.
    public func estimate(_ configuration: SuiteConfiguration) -> Estimate {
        let calls =
            switch configuration.technique {
            case .zeroShot, .kShot, .chainOfThought: 1
            case .zeroShotChainOfThought, .stepBack: 2
            case .leastToMost: 4
            }
        var chunk = 0
        if case .questions(let source) = suite.source, let corpus = source.corpus {
            chunk = corpus.chunks.chunker.tokens
        }
        var tokens = 0
        for question in questions {
            let own = question.sample.contexts.map { $0.utf8.count / 4 }
            let passages = own.isEmpty ? Array(repeating: chunk, count: configuration.retrieval.topK) : own
            let asked = (question.sample.question?.utf8.count ?? 0) / 4 + 16
            switch configuration.strategy {
            case .zeroShot: tokens += asked
            case .ragConcat: tokens += asked + passages.reduce(0, +)
            case .ragSequence, .ragToken: tokens += passages.reduce(0) { $0 + $1 + asked }
            }
        }
        return Estimate(
            calls: calls * questions.count,
            promptTokens: calls * tokens,
            completionTokens: calls * questions.count * configuration.decoding.maxTokens
        )
    }

    private static func add(_ path: String, to digest: inout SHA256) throws(FielError) {
        let source = try FileSource(path: path)
        var length = 0
        while true {
            let bytes = try source.read(atMost: 1 << 16)
            guard !bytes.isEmpty else { break }
            length += bytes.count
            digest.update(bytes)
        }
        digest.update(Array("\n\(length)\n".utf8))
    }
}
