/// How text is normalized and split before its words are looked up; the defaults are those of uncased BERT.
public struct WordPieceOptions: Sendable, Hashable {
    /// Whether each scalar is mapped to lower case.
    public var lowercases = true
    /// Whether text is decomposed (NFD) and non-spacing marks are dropped; `nil` follows ``lowercases``.
    public var stripsAccents: Bool?
    /// Whether CJK ideographs are words of their own.
    public var separatesCJK = true
    /// Whether control characters are removed before anything else.
    public var cleansText = true
    /// Whether a special token's name inside a text stands for that token, as in the peer, or is plain text.
    public var recognizesSpecialTokens = true
    /// The number of scalars, after normalization, above which a word is unknown.
    public var maximumWordLength = 100
    /// The name of the token for words that the vocabulary cannot spell.
    public var unknownToken = "[UNK]"
    /// The name of the token before the first text.
    public var classificationToken = "[CLS]"
    /// The name of the token after each text.
    public var separatorToken = "[SEP]"
    /// The name of the token that fills a batch.
    public var paddingToken = "[PAD]"
    /// The name of the token for a hidden word; a vocabulary need not have it.
    public var maskToken = "[MASK]"

    /// Makes the options of uncased BERT, to be changed one by one.
    public init() {}

    var removesMarks: Bool { stripsAccents ?? lowercases }

    var specialTokens: [String] {
        [paddingToken, unknownToken, classificationToken, separatorToken, maskToken]
    }
}
