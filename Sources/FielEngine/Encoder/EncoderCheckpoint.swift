import CFielKernels
import FielCore

/// An encoder's files on disk, whatever their format: sizes, tokenizer and weights.
///
/// A GGUF file holds all three. A Hugging Face folder has them in `config.json`, `tokenizer.json` or `vocab.txt`, and
/// `model.safetensors` or the shards that `model.safetensors.index.json` names.
struct EncoderCheckpoint: Sendable {
    let path: String
    let configuration: BertConfiguration
    let tokenizer: EncoderTokenizer
    /// The classifier's answers in the order of its outputs; empty for an encoder without a classifier.
    let labels: [String]
    private let tensors: [String: Tensor]
    private let names: @Sendable (BertTensor) -> [String]

    /// Joins what a format's reader found.
    ///
    /// - Parameter names: the names that a tensor may have in this file, most likely first.
    init(
        path: String,
        configuration: BertConfiguration,
        tokenizer: EncoderTokenizer,
        labels: [String],
        tensors: [String: Tensor],
        names: @escaping @Sendable (BertTensor) -> [String]
    ) throws(FielError) {
        guard tokenizer.vocabularySize <= configuration.vocabularySize else {
            throw FielError(
                .malformedModel,
                "the tokenizer has \(tokenizer.vocabularySize) tokens, the model \(configuration.vocabularySize)",
                at: .init(file: path)
            )
        }
        self.path = path
        self.configuration = try configuration.validated(in: path)
        self.tokenizer = tokenizer
        self.labels = labels
        self.tensors = tensors
        self.names = names
    }

    /// Opens a GGUF file, a Hugging Face folder, or the `model.safetensors` in one.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    static func open(_ path: String) throws(FielError) -> EncoderCheckpoint {
        if FileKind.isDirectory(path) { return try HuggingFaceFolder.checkpoint(in: path) }
        if path.hasSuffix(".safetensors") {
            return try HuggingFaceFolder.checkpoint(in: FileKind.parent(of: path))
        }
        return try GGUFEncoder.checkpoint(try GGUFFile.open(path))
    }

    /// Whether the checkpoint has a tensor.
    func has(_ part: BertTensor) -> Bool { found(part) != nil }

    /// The vector of the given length.
    ///
    /// - Throws: `FielError` with code `malformedModel` where it is missing, has another shape, or is not finite.
    func vector(_ part: BertTensor, count: Int, on isa: fiel_isa) throws(FielError) -> [Float] {
        try located { () throws(FielError) in try tensor(part).expecting(shape: [count]).floats(on: isa) }
    }

    /// The matrix of the given shape, with its scales and residual where it has them.
    ///
    /// - Throws: `FielError` with code `malformedModel` where a part is missing or has another shape.
    func matrix(_ part: BertTensor, rows: Int, columns: Int, on isa: fiel_isa) throws(FielError) -> WeightMatrix {
        let stored = try tensor(part)
        let stem = stored.name.hasSuffix(".weight") ? String(stored.name.dropLast(7)) : stored.name
        let parts = WeightMatrix.Parts(
            weight: stored,
            scale: tensors["\(stem).scale"],
            smooth: tensors["\(stem).smooth"],
            residual: tensors["\(stem).residual"]
        )
        return try located { () throws(FielError) in
            try WeightMatrix(parts, rows: rows, columns: columns, isa: isa)
        }
    }

    private func tensor(_ part: BertTensor) throws(FielError) -> Tensor {
        guard let tensor = found(part) else {
            throw FielError(.malformedModel, "has no tensor \(names(part)[0])", at: .init(file: path))
        }
        return tensor
    }

    private func found(_ part: BertTensor) -> Tensor? {
        names(part).lazy.compactMap { tensors[$0] }.first
    }

    private func located<R>(_ body: () throws(FielError) -> R) throws(FielError) -> R {
        do { return try body() } catch { throw error.located(at: .init(file: path)) }
    }
}
