import FielCore

/// The sizes of a BERT encoder (Devlin and others 2019, arXiv 1810.04805).
struct BertConfiguration: Sendable, Hashable {
    /// How token vectors become one vector for the text.
    enum Pooling: String, Sendable { case mean, cls }

    var vocabularySize: Int
    var hidden: Int
    var layers: Int
    var heads: Int
    var intermediate: Int
    var positions: Int
    var tokenTypes: Int
    var epsilon: Float
    var pooling: Pooling
    /// The most tokens that the model is meant to read, special tokens included; at most `positions`.
    var maximumTokens: Int
    /// The cosine of the embeddings of unrelated texts.
    var unrelatedCosine = 0.0

    /// The dimensions of one attention head.
    var headSize: Int { hidden / heads }

    /// Checks that the sizes are possible and consistent.
    ///
    /// - Throws: `FielError` with code `malformedModel` that names the size and its value.
    func validated(in file: String) throws(FielError) -> BertConfiguration {
        func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(FielError) {
            guard range.contains(value) else {
                throw FielError(
                    .malformedModel,
                    "\(name) is \(value), expected \(range.lowerBound) to \(range.upperBound)",
                    at: .init(file: file)
                )
            }
        }
        try check("the vocabulary size", vocabularySize, 1...10_000_000)
        try check("the hidden size", hidden, 8...65_536)
        try check("the number of layers", layers, 1...1_000)
        try check("the number of heads", heads, 1...hidden)
        try check("the intermediate size", intermediate, 1...262_144)
        try check("the number of positions", positions, 4...1_000_000)
        try check("the number of token types", tokenTypes, 1...1_000)
        try check("the longest input in tokens", maximumTokens, 4...positions)
        guard hidden % heads == 0, headSize % 8 == 0 else {
            throw FielError(
                .malformedModel,
                "the hidden size \(hidden) does not split into \(heads) heads of a multiple of 8",
                at: .init(file: file)
            )
        }
        guard epsilon.isFinite, epsilon > 0, epsilon < 1 else {
            throw FielError(.malformedModel, "the layer norm epsilon is \(epsilon)", at: .init(file: file))
        }
        guard unrelatedCosine >= -1, unrelatedCosine < 1 else {
            throw FielError(
                .malformedModel,
                "the cosine of unrelated texts is \(unrelatedCosine)",
                at: .init(file: file)
            )
        }
        return self
    }
}
