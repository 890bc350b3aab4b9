/// Sequences of different lengths, one after the other, without padding.
struct RaggedBatch: Sendable {
    /// Token ids of all sequences.
    private(set) var ids: [Int32] = []
    /// Token types of all sequences.
    private(set) var types: [Int32] = []
    /// The position of each token in its sequence.
    private(set) var positions: [Int32] = []
    private var ends: [Int] = []

    /// How many sequences there are.
    var count: Int { ends.count }

    /// Where a sequence's tokens stand.
    func tokens(of sequence: Int) -> Range<Int> {
        (sequence == 0 ? 0 : ends[sequence - 1])..<ends[sequence]
    }

    /// Adds a sequence of at least one token.
    mutating func append(ids: some Collection<Int32>, types: some Collection<Int32>) {
        precondition(!ids.isEmpty && ids.count == types.count, "RaggedBatch: \(ids.count) ids, \(types.count) types")
        self.ids += ids
        self.types += types
        positions += (0..<Int32(ids.count))
        ends.append(self.ids.count)
    }
}
