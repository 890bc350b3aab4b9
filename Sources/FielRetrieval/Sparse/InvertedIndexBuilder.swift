package import FielCore

/// Collects the terms of chunks, in the order of the chunks' numbers, into an inverted index.
package struct InvertedIndexBuilder {
    private var lengths: [UInt32] = []
    private var postings: [String: TermPostings] = [:]

    /// The chunks that hold a term and how often they do.
    fileprivate struct TermPostings {
        var chunks: [UInt32] = []
        var counts: [UInt32] = []
    }

    /// Begins with no chunk.
    package init() {}

    /// Adds the next chunk.
    package mutating func add(_ terms: [String]) {
        let chunk = UInt32(lengths.count)
        lengths.append(UInt32(terms.count))
        for term in terms { postings[term, default: TermPostings()].append(chunk) }
    }

    /// The index as bytes, section by section; see `InvertedIndex` for their layout.
    ///
    /// - Throws: `FielError` with code `unsupported` where names or postings exceed 4 GiB.
    package func sections() throws(FielError) -> [(name: String, bytes: [UInt8])] {
        var terms: [UInt8] = []
        var names: [UInt8] = []
        var blocks: [UInt8] = []
        var bytes: [UInt8] = []
        for term in postings.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            guard let list = postings[term] else { continue }
            let block = blocks.count / IndexLayout.blockSize
            for word in [names.count, block, list.chunks.count] { terms.append(word: UInt32(truncatingIfNeeded: word)) }
            names.append(contentsOf: term.utf8)
            list.encode(lengths: lengths, blocks: &blocks, postings: &bytes)
        }
        let end = [names.count, blocks.count / IndexLayout.blockSize, 0]
        for word in end { terms.append(word: UInt32(truncatingIfNeeded: word)) }
        guard names.count <= UInt32.max, bytes.count <= UInt32.max else {
            throw FielError(
                .unsupported,
                "the inverted index exceeds 4 GiB",
                hint: "split the documents over two indexes"
            )
        }
        var lengthBytes: [UInt8] = []
        for length in lengths { lengthBytes.append(word: length) }
        return [
            (IndexLayout.header, header()), (IndexLayout.lengths, lengthBytes), (IndexLayout.terms, terms),
            (IndexLayout.names, names), (IndexLayout.blocks, blocks), (IndexLayout.postings, bytes),
        ]
    }

    private func header() -> [UInt8] {
        let total = lengths.reduce(UInt64(0)) { $0 + UInt64($1) }
        var header: [UInt8] = []
        let words = [
            IndexLayout.version, UInt32(lengths.count), UInt32(postings.count), UInt32(truncatingIfNeeded: total),
            UInt32(truncatingIfNeeded: total >> 32),
        ]
        for word in words { header.append(word: word) }
        return header
    }
}

extension InvertedIndexBuilder.TermPostings {
    fileprivate mutating func append(_ chunk: UInt32) {
        if chunks.last == chunk {
            counts[counts.count - 1] += 1
        } else {
            chunks.append(chunk)
            counts.append(1)
        }
    }

    /// Blocks of postings: varints of (distance to the last chunk, count − 1), and what bounds each block's scores.
    fileprivate func encode(lengths: [UInt32], blocks: inout [UInt8], postings: inout [UInt8]) {
        for start in stride(from: 0, to: chunks.count, by: IndexLayout.postingsInBlock) {
            let places = start..<min(start + IndexLayout.postingsInBlock, chunks.count)
            let offset = UInt32(truncatingIfNeeded: postings.count)
            var last = start == 0 ? 0 : chunks[start - 1]
            var (top, shortest) = (UInt32(0), UInt32.max)
            for place in places {
                postings.append(varint: chunks[place] - last)
                postings.append(varint: counts[place] - 1)
                last = chunks[place]
                top = max(top, counts[place])
                shortest = min(shortest, lengths[Int(last)])
            }
            for word in [last, offset, UInt32(places.count), top, shortest] { blocks.append(word: word) }
        }
    }
}

extension [UInt8] {
    /// Appends seven bits a byte, lowest first; all bytes but the last have the top bit set.
    fileprivate mutating func append(varint value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}
