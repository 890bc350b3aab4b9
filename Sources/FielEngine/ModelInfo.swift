/// What a loaded model is.
public struct ModelInfo: Sendable, Hashable {
    /// Where the model was read from.
    public var path: String
    /// The architecture, such as `bert`.
    public var architecture: String
    /// The transformer layers.
    public var layers: Int
    /// The dimensions of a token vector.
    public var hidden: Int
    /// The tokens of the vocabulary.
    public var vocabularySize: Int
    /// The most tokens that are read at once, special tokens included.
    public var maximumTokens: Int
    /// How matrix products are computed.
    public var precision: Precision
    /// The answers of a classifier in the order of its outputs; empty for an encoder.
    public var labels: [String]

    init(_ checkpoint: EncoderCheckpoint, _ options: EngineOptions) {
        path = checkpoint.path
        architecture = "bert"
        layers = checkpoint.configuration.layers
        hidden = checkpoint.configuration.hidden
        vocabularySize = checkpoint.configuration.vocabularySize
        maximumTokens = checkpoint.configuration.maximumTokens
        precision = options.precision
        labels = checkpoint.labels
    }
}
