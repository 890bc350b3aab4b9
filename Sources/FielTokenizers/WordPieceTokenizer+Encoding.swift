extension WordPieceTokenizer {
    /// `[CLS] text [SEP]`, whole.
    public func encode(_ text: String) -> Encoding {
        encode(text, maximumTokens: .max).encoding
    }

    /// `[CLS] first [SEP] second [SEP]`, whole; type ids are 1 for the second text and its separator.
    public func encode(_ first: String, _ second: String) -> Encoding {
        encode(first, second, maximumTokens: .max).encoding
    }

    /// `[CLS] text [SEP]`, with tokens cut from the end of the text until the whole fits.
    ///
    /// - Parameter maximumTokens: The most tokens to give, at least 2: the special tokens are never cut.
    public func encode(_ text: String, maximumTokens: Int) -> TruncatedEncoding {
        let part = tokens(text)
        let kept = min(part.ids.count, max(0, maximumTokens - 2))
        var encoding = Encoding()
        encoding.append(classificationToken, typeID: 0)
        encoding.append(part, first: kept, typeID: 0)
        encoding.append(separatorToken, typeID: 0)
        return TruncatedEncoding(
            encoding: encoding,
            removedFromFirst: part.ids.count - kept,
            removedFromSecond: 0
        )
    }

    /// `[CLS] first [SEP] second [SEP]`, with tokens cut from the end of the first text until the whole fits.
    ///
    /// The second text is whole as long as it fits without the first; only then is its end cut too.
    ///
    /// - Parameter maximumTokens: The most tokens to give, at least 3: the special tokens are never cut.
    public func encode(_ first: String, _ second: String, maximumTokens: Int) -> TruncatedEncoding {
        let premise = tokens(first)
        let hypothesis = tokens(second)
        let room = max(0, maximumTokens - 3)
        let keptSecond = min(hypothesis.ids.count, room)
        let keptFirst = min(premise.ids.count, room - keptSecond)
        var encoding = Encoding()
        encoding.append(classificationToken, typeID: 0)
        encoding.append(premise, first: keptFirst, typeID: 0)
        encoding.append(separatorToken, typeID: 0)
        encoding.append(hypothesis, first: keptSecond, typeID: 1)
        encoding.append(separatorToken, typeID: 1)
        return TruncatedEncoding(
            encoding: encoding,
            removedFromFirst: premise.ids.count - keptFirst,
            removedFromSecond: hypothesis.ids.count - keptSecond
        )
    }
}
