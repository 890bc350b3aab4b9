package import FielCore

/// Terms and the chunks that hold them, read where they stand; opening costs the same for any size.
package struct InvertedIndex: Sendable {
    /// The number of chunks, deleted ones included.
    package let chunkCount: Int
    /// The number of distinct terms.
    package let termCount: Int
    let meanLength: Double
    private let lengths, terms, names, blocks, postings: IndexSection

    /// Opens the sections of an `InvertedIndexBuilder`.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the sections contradict one another.
    package init(sections: (String) throws(FielError) -> IndexSection) throws(FielError) {
        let header = try sections(IndexLayout.header)
        guard header.count == IndexLayout.headerSize else { throw Self.damaged("header of \(header.count) bytes") }
        let words = try header.withBytes { bytes throws(FielError) in (0..<5).map { bytes.word(at: $0 * 4) } }
        guard words[0] == Int(IndexLayout.version) else {
            throw FielError(.unsupported, "inverted index of version \(words[0]), expected \(IndexLayout.version)")
        }
        (chunkCount, termCount) = (words[1], words[2])
        meanLength = max(1, Double(words[4]) * 0x1p32 + Double(words[3])) / Double(max(1, chunkCount))
        lengths = try sections(IndexLayout.lengths)
        terms = try sections(IndexLayout.terms)
        names = try sections(IndexLayout.names)
        blocks = try sections(IndexLayout.blocks)
        postings = try sections(IndexLayout.postings)
        guard lengths.count == chunkCount * 4, terms.count == (termCount + 1) * IndexLayout.termSize,
            blocks.count % IndexLayout.blockSize == 0
        else { throw Self.damaged("sizes of sections") }
    }

    static func damaged(_ what: String) -> FielError {
        FielError(.malformedInput, "the inverted index is damaged: \(what)", hint: "build the index again")
    }

    /// Calls `body` with the parts that a search reads.
    func withPostings<R>(_ body: (PostingBytes) throws(FielError) -> R) throws(FielError) -> R {
        try blocks.withBytes { blocks throws(FielError) in
            try postings.withBytes { postings throws(FielError) in
                try lengths.withBytes { lengths throws(FielError) in
                    try body(PostingBytes(blocks: blocks, postings: postings, lengths: lengths))
                }
            }
        }
    }

    /// The blocks of a term and the number of its chunks; `nil` where no chunk has it.
    func find(_ term: String) throws(FielError) -> (blocks: Range<Int>, df: Int)? {
        let key = Array(term.utf8)
        return try terms.withBytes { terms throws(FielError) in
            try names.withBytes { names throws(FielError) in try search(key, terms, names) }
        }
    }

    private func search(
        _ key: [UInt8],
        _ terms: UnsafeRawBufferPointer,
        _ names: UnsafeRawBufferPointer
    ) throws(FielError) -> (blocks: Range<Int>, df: Int)? {
        var (low, high) = (0, termCount)
        while low < high {
            let middle = (low + high) / 2
            let entry = middle * IndexLayout.termSize
            let (start, end) = (terms.word(at: entry), terms.word(at: entry + IndexLayout.termSize))
            guard start <= end, end <= names.count else { throw Self.damaged("a term's name") }
            let name = names[start..<end]
            if name.elementsEqual(key) { return try postings(of: entry, terms) }
            if name.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func postings(
        of entry: Int,
        _ terms: UnsafeRawBufferPointer
    ) throws(FielError) -> (blocks: Range<Int>, df: Int) {
        let (first, df) = (terms.word(at: entry + 4), terms.word(at: entry + 8))
        let end = terms.word(at: entry + IndexLayout.termSize + 4)
        guard first < end, end <= blocks.count / IndexLayout.blockSize, (1...max(1, chunkCount)).contains(df) else {
            throw Self.damaged("a term's blocks")
        }
        return (first..<end, df)
    }
}
