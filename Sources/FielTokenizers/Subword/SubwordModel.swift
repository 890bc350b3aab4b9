/// What a subword tokenizer knows: its vocabulary, and how text becomes tokens of it.
final class SubwordModel: Sendable {
    /// How words are spelled.
    enum Speller: Sendable {
        case merges(MergeModel)
        case unigram(UnigramModel)
    }

    /// How the pieces of the vocabulary write text.
    enum Alphabet: Sendable {
        /// By ``ByteAlphabet``.
        case bytes
        /// As it is, with U+2581 for spaces and ``ByteFallback`` for bytes.
        case characters
    }

    let pieces: [String]
    let added: AddedTokens
    let alphabet: Alphabet
    let normalizers: [TextNormalizer]
    let cutters: [WordCutter]
    let metaspace: Metaspace?
    let speller: Speller

    init(_ parts: SubwordParts, speller: Speller) {
        pieces = parts.pieces
        alphabet = parts.alphabet
        normalizers = parts.normalizers
        cutters = parts.cutters
        metaspace = parts.metaspace
        self.speller = speller
        let normalizers = parts.normalizers
        added = AddedTokens(parts.added) { name in
            Array(name.utf8).withUnsafeBufferPointer { bytes in
                normalizers.reduce(AlignedText(bytes, 0..<bytes.count)) { $1.apply(to: $0) }.bytes
            }
        }
    }
}

/// The parts of a tokenizer, whatever file they come from.
struct SubwordParts {
    /// The tokens by id; empty where an id has none.
    var pieces: [String]
    var added: [AddedToken] = []
    var alphabet: SubwordModel.Alphabet
    var normalizers: [TextNormalizer] = []
    var cutters: [WordCutter] = []
    var metaspace: Metaspace?
}
