import FielCore
public import FielTokenizers

/// The tokenizer of an encoder, and the special tokens that it sets around a text or a pair.
///
/// BERT's WordPiece: `[CLS] A [SEP] B [SEP]`, the token type of B is 1. XLM-R's Unigram: `<s> A </s> </s> B </s>`, all token
/// types are 0. Names of special tokens in a text are text.
public struct EncoderTokenizer: Sendable {
    private enum Speller: Sendable {
        /// As data files name tokens, and the same with names of special tokens taken as text.
        case wordPiece(WordPieceTokenizer, plain: WordPieceTokenizer)
        case unigram(SubwordTokenizer)
    }

    private let speller: Speller
    private let first: Int32
    private let last: Int32
    /// What stands between the texts of a pair.
    private let between: [Int32]
    private let typesDiffer: Bool

    init(_ wordPiece: WordPieceTokenizer) {
        speller = .wordPiece(wordPiece, plain: wordPiece.takingNamesAsText)
        (first, last) = (wordPiece.classificationToken, wordPiece.separatorToken)
        between = [last]
        typesDiffer = true
    }

    /// - Throws: `FielError` with code `unsupported` where the vocabulary has no `<s>` or no `</s>`.
    init(_ subwords: SubwordTokenizer) throws(FielError) {
        guard let first = subwords.specialToken(named: "<s>"), let last = subwords.specialToken(named: "</s>") else {
            throw FielError(.unsupported, "the vocabulary has not the special tokens <s> and </s> of XLM-R")
        }
        speller = .unigram(subwords)
        (self.first, self.last) = (first, last)
        between = [last, last]
        typesDiffer = false
    }

    /// Reads a `tokenizer.json` of either kind.
    ///
    /// - Throws: `FielError` with what is wrong with it.
    init(json bytes: [UInt8]) throws(FielError) {
        let subwords: SubwordTokenizer
        do throws(FielError) {
            subwords = try SubwordTokenizer(tokenizerJSON: bytes)
        } catch {
            guard error.code == .unsupported else { throw error }
            self.init(try WordPieceTokenizer(tokenizerJSON: bytes))
            return
        }
        try self.init(subwords)
    }

    /// The number of ids, those without a token included.
    public var vocabularySize: Int {
        switch speller {
        case .wordPiece(let tokenizer, _): tokenizer.vocabularySize
        case .unigram(let tokenizer): tokenizer.vocabularySize
        }
    }

    /// The number of tokens of a text, without special tokens.
    public func count(_ text: String) -> Int {
        switch speller {
        case .wordPiece(_, let plain): plain.count(text)
        case .unigram(let tokenizer): tokenizer.tokens(of: [.text(text)]).count
        }
    }

    /// The tokens of one text with their places and the special tokens around them; names of special tokens in the text
    /// stand for those tokens, as in the reference implementation.
    ///
    /// - Parameter maximumTokens: the most tokens to keep, special tokens included; nil for all.
    public func encode(_ text: String, maximumTokens: Int? = nil) -> Encoding {
        switch speller {
        case .wordPiece(let tokenizer, _):
            return maximumTokens.map { tokenizer.encode(text, maximumTokens: $0).encoding } ?? tokenizer.encode(text)
        case .unigram(let tokenizer):
            let found = tokenizer.encode(text, recognizingSpecialTokens: true)
            let kept = min(found.ids.count, max(0, (maximumTokens ?? .max) - 2))
            return Encoding(
                ids: [first] + found.ids.prefix(kept) + [last],
                typeIDs: [Int32](repeating: 0, count: kept + 2),
                offsets: [0..<0] + found.offsets.prefix(kept) + [0..<0]
            )
        }
    }

    /// One text, cut at its end where it has too many tokens.
    func input(_ text: String, maximumTokens: Int) -> TokenInput {
        let ids = tokens(text)
        let kept = min(ids.count, maximumTokens - 2)
        return TokenInput(ids: [first] + ids.prefix(kept) + [last], secondStart: nil, truncated: kept < ids.count)
    }

    /// The first token, those between the texts, and the last.
    var specialTokensOfPair: Int { 2 + between.count }

    /// A pair: where it is too long the first text is cut, and only where the second alone is too long that is cut too.
    func input(_ pair: TextPair, maximumTokens: Int) -> TokenInput {
        let (premise, hypothesis) = (tokens(pair.premise), tokens(pair.hypothesis))
        let room = maximumTokens - specialTokensOfPair
        let second = min(hypothesis.count, room)
        let first = min(premise.count, room - second)
        let ids = [self.first] + premise.prefix(first) + between + hypothesis.prefix(second) + [last]
        return TokenInput(
            ids: ids,
            secondStart: typesDiffer ? 1 + first + between.count : nil,
            truncated: first < premise.count || second < hypothesis.count
        )
    }

    private func tokens(_ text: String) -> [Int32] {
        switch speller {
        case .wordPiece(_, let plain): plain.tokens(text).ids
        case .unigram(let tokenizer): tokenizer.tokens(of: [.text(text)])
        }
    }
}
