import CFielKernels
import FielCore

/// A decoder's files on disk, whatever their format: sizes and weights.
struct DecoderCheckpoint: Sendable {
    let path: String
    let configuration: DecoderConfiguration
    private let tensors: [String: Tensor]
    private let name: @Sendable (DecoderTensor) -> String

    /// Joins what a format's reader found.
    init(
        path: String,
        configuration: DecoderConfiguration,
        tensors: [String: Tensor],
        name: @escaping @Sendable (DecoderTensor) -> String
    ) throws(FielError) {
        self.path = path
        self.configuration = try configuration.validated(in: path)
        self.tensors = tensors
        self.name = name
    }

    /// Whether the checkpoint has a tensor.
    func has(_ part: DecoderTensor) -> Bool { tensors[name(part)] != nil }

    /// The tensor of the given shape.
    ///
    /// - Throws: `FielError` with code `malformedModel` where it is missing or has another shape.
    func tensor(_ part: DecoderTensor, shape: [Int]) throws(FielError) -> Tensor {
        guard let tensor = tensors[name(part)] else {
            throw FielError(.malformedModel, "has no tensor \(name(part))", at: .init(file: path))
        }
        return try tensor.expecting(shape: shape)
    }

    /// The numbers of a vector of the given length.
    ///
    /// - Throws: `FielError` with code `malformedModel` where it is missing, has another shape, or is not finite.
    func vector(_ part: DecoderTensor, count: Int, on isa: fiel_isa) throws(FielError) -> [Float] {
        try tensor(part, shape: [count]).floats(on: isa)
    }

    /// The numbers of a vector that may be missing.
    func optionalVector(_ part: DecoderTensor, count: Int, on isa: fiel_isa) throws(FielError) -> [Float]? {
        guard has(part) else { return nil }
        return try vector(part, count: count, on: isa)
    }

    /// The weights of a normalisation, the family's offset added.
    func norm(_ part: DecoderTensor, count: Int, on isa: fiel_isa) throws(FielError) -> [Float] {
        try vector(part, count: count, on: isa).map { $0 + configuration.normOffset }
    }
}
