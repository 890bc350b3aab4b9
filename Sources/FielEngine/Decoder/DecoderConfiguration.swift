import CFielKernels
import FielCore

/// The shape of a decoder, and which of the variants its family uses.
///
/// Llama, Mistral, Qwen2, Qwen3 and Gemma 3 are one network with a few switches: each switch is a field.
struct DecoderConfiguration: Sendable {
    /// How the angles of rotary position embedding follow from positions (RoFormer, arXiv 2104.09864).
    struct Rotation: Sendable, Hashable {
        /// The base of the geometric series of frequencies.
        var base: Double
        /// What each frequency is divided by `[dimensions / 2]`; empty for ones.
        var divisors: [Double] = []
    }

    var vocabularySize: Int
    var contextLength: Int
    var hidden: Int
    var layers: Int
    /// The heads of queries.
    var heads: Int
    /// The heads of keys and values; each serves `heads / keyValueHeads` heads of queries (GQA, arXiv 2305.13245).
    var keyValueHeads: Int
    /// The dimensions of a head.
    var headSize: Int
    var intermediate: Int
    var epsilon: Float
    var rotation: Rotation
    /// The first dimensions of a head, which are rotated.
    var rotatedDimensions: Int
    /// Whether the file has the rows of queries and keys in the order of llama.cpp's converter: rotated pairs adjacent.
    var pairsAdjacent = false
    var gate = fiel_gate_kind.silu
    /// What the products of queries and keys are multiplied by.
    var attentionScale: Float
    /// What token embeddings are multiplied by.
    var embeddingScale: Float = 1
    /// Added to the weights of every normalisation.
    var normOffset: Float = 0
    /// For layers that see only the last tokens: how many.
    var window: Int?
    /// The rotation of layers with a window, where it is another.
    var windowRotation: Rotation?
    /// Whether each layer has a window.
    var windowed: [Bool]

    /// The columns of the queries of a token.
    var queryColumns: Int { heads * headSize }
    /// The columns of its keys, and of its values.
    var keyColumns: Int { keyValueHeads * headSize }

    /// Checks that the sizes fit together and are such that memory can be reserved for them.
    ///
    /// - Throws: `FielError` with code `malformedModel` that names the size and its value.
    func validated(in path: String) throws(FielError) -> DecoderConfiguration {
        func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(FielError) {
            guard range.contains(value) else {
                throw FielError(
                    .malformedModel,
                    "\(name) is \(value), expected \(range.lowerBound) to \(range.upperBound)",
                    at: .init(file: path)
                )
            }
        }
        try check("the vocabulary size", vocabularySize, 1...4_000_000)
        try check("the context length", contextLength, 1...100_000_000)
        try check("the hidden size", hidden, 1...65_536)
        try check("the number of layers", layers, 1...1_024)
        try check("the number of heads", heads, 1...1_024)
        try check("the number of key-value heads", keyValueHeads, 1...heads)
        try check("the head size", headSize, 2...1_024)
        try check("the intermediate size", intermediate, 1...1_048_576)
        try check("the number of rotated dimensions", rotatedDimensions, 2...headSize)
        guard heads % keyValueHeads == 0, rotatedDimensions % 2 == 0, windowed.count == layers else {
            throw FielError(
                .malformedModel,
                "\(heads) heads, \(keyValueHeads) key-value heads, \(rotatedDimensions) rotated dimensions and "
                    + "\(windowed.count) kinds of \(layers) layers do not fit together",
                at: .init(file: path)
            )
        }
        if let window { try check("the window", window, 1...100_000_000) }
        guard epsilon > 0, epsilon < 1, attentionScale.isFinite, embeddingScale.isFinite, rotation.base > 0,
            rotation.divisors.isEmpty || rotation.divisors.count == rotatedDimensions / 2,
            rotation.divisors.allSatisfy({ $0.isFinite && $0 > 0 })
        else {
            throw FielError(
                .malformedModel,
                "epsilon \(epsilon), a scale or the rotation's frequencies are out of range",
                at: .init(file: path)
            )
        }
        return self
    }
}
