/// A text as token ids, with the place of each token in the text.
///
/// The three arrays have one element for each token.
public struct Encoding: Sendable, Hashable {
    /// The index of each token in the vocabulary.
    public var ids: [Int32]
    /// The segment of each token: 0 for the first text, 1 for the second.
    public var typeIDs: [Int32]
    /// Where each token stands in its own text, counted in Unicode scalars; `0..<0` for tokens added around a text.
    public var offsets: [Range<Int>]

    /// Makes an encoding from its columns, which must have equal lengths.
    public init(ids: [Int32] = [], typeIDs: [Int32] = [], offsets: [Range<Int>] = []) {
        self.ids = ids
        self.typeIDs = typeIDs
        self.offsets = offsets
    }

    mutating func append(_ id: Int32, typeID: Int32, offset: Range<Int> = 0..<0) {
        ids.append(id)
        typeIDs.append(typeID)
        offsets.append(offset)
    }

    mutating func append(_ part: Encoding, first count: Int, typeID: Int32) {
        ids.append(contentsOf: part.ids.prefix(count))
        typeIDs.append(contentsOf: repeatElement(typeID, count: count))
        offsets.append(contentsOf: part.offsets.prefix(count))
    }
}

/// An encoding that was made to fit a number of tokens, and how much was lost by that.
public struct TruncatedEncoding: Sendable, Hashable {
    /// What fits, special tokens included.
    public var encoding: Encoding
    /// How many tokens were cut from the end of the first text.
    public var removedFromFirst: Int
    /// How many tokens were cut from the end of the second text.
    public var removedFromSecond: Int

    /// How many tokens were cut in all.
    public var removed: Int { removedFromFirst + removedFromSecond }

    /// Makes a truncated encoding from its facts.
    public init(encoding: Encoding, removedFromFirst: Int, removedFromSecond: Int) {
        self.encoding = encoding
        self.removedFromFirst = removedFromFirst
        self.removedFromSecond = removedFromSecond
    }
}
