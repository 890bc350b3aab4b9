package import FielCore

/// A document of an index and its chunks.
public struct IndexedDocument: Sendable, Hashable {
    /// The document's id.
    public var id: String
    /// The numbers of its chunks.
    public var chunks: Range<Int>
}

/// The texts of chunks and the ids of documents, read where they stand.
package struct ChunkStore: Sendable {
    /// The number of chunks.
    package let chunkCount: Int
    /// The number of documents.
    package let documentCount: Int
    private let table, text, documents, names: IndexSection

    /// The sections and the sizes of their entries, in bytes.
    enum Layout {
        /// A chunk and one entry past the last: start of its text (8), its document (4), its range in it (4 and 4).
        static let table = "chunks.table"
        static let chunkSize = 20
        /// The chunks' texts in UTF-8.
        static let text = "chunks.text"
        /// A document and one entry past the last: start of its id (8), its first chunk (4).
        static let documents = "documents.table"
        static let documentSize = 12
        /// The documents' ids in UTF-8.
        static let names = "documents.names"
    }

    /// Opens the sections of `ChunkStore.sections(_:)`; costs the same for any size.
    ///
    /// - Throws: `FielError` with code `malformedInput` where the sections contradict one another.
    package init(sections: (String) throws(FielError) -> IndexSection) throws(FielError) {
        table = try sections(Layout.table)
        text = try sections(Layout.text)
        documents = try sections(Layout.documents)
        names = try sections(Layout.names)
        (chunkCount, documentCount) = (table.count / Layout.chunkSize - 1, documents.count / Layout.documentSize - 1)
        guard table.count % Layout.chunkSize == 0, documents.count % Layout.documentSize == 0, chunkCount >= 0,
            documentCount >= 0
        else { throw SectionTable.damaged("sizes of the sections of chunks") }
    }

    /// A chunk by its number.
    package func chunk(_ number: Int) throws(FielError) -> Chunk {
        let owner = try document(ofChunk: number)
        let entry = number * Layout.chunkSize
        let (start, end, lower, upper) = try table.withBytes { bytes throws(FielError) in
            (
                bytes.long(at: entry), bytes.long(at: entry + Layout.chunkSize), bytes.word(at: entry + 12),
                bytes.word(at: entry + 16)
            )
        }
        guard lower <= upper else { throw SectionTable.damaged("chunk \(number) ends before it starts") }
        let text = try text.string(from: start, to: end, of: "chunk \(number)")
        return Chunk(document: try document(owner).id, text: text, range: lower..<upper)
    }

    /// The number of the document that a chunk belongs to.
    package func document(ofChunk number: Int) throws(FielError) -> Int {
        precondition((0..<chunkCount).contains(number), "ChunkStore: chunk \(number) of \(chunkCount)")
        let document = try table.withBytes { bytes throws(FielError) in
            bytes.word(at: number * Layout.chunkSize + 8)
        }
        guard document < documentCount else { throw SectionTable.damaged("chunk \(number) is of document \(document)") }
        return document
    }

    /// A document by its number.
    package func document(_ number: Int) throws(FielError) -> IndexedDocument {
        precondition((0..<documentCount).contains(number), "ChunkStore: document \(number) of \(documentCount)")
        let (here, next) = (number * Layout.documentSize, (number + 1) * Layout.documentSize)
        let (start, end, first, last) = try documents.withBytes { bytes throws(FielError) in
            (bytes.long(at: here), bytes.long(at: next), bytes.word(at: here + 8), bytes.word(at: next + 8))
        }
        guard first <= last, last <= chunkCount else { throw SectionTable.damaged("document \(number)") }
        let id = try names.string(from: start, to: end, of: "document \(number)")
        return IndexedDocument(id: id, chunks: first..<last)
    }

    /// Documents with their chunks as bytes, section by section.
    ///
    /// - Throws: `FielError` with code `unsupported` for 2³² chunks or more, or a range past that.
    static func sections(
        _ contents: some Sequence<(id: String, chunks: [Chunk])>
    ) throws(FielError) -> [(name: String, bytes: [UInt8])] {
        var (table, text, documents, names) = ([UInt8](), [UInt8](), [UInt8](), [UInt8]())
        var (chunkCount, documentCount) = (0, 0)
        for (id, chunks) in contents {
            documents.append(long: names.count)
            documents.append(word: UInt32(truncatingIfNeeded: chunkCount))
            names.append(contentsOf: id.utf8)
            for chunk in chunks {
                guard chunk.range.lowerBound >= 0, chunk.range.upperBound <= UInt32.max else {
                    throw FielError(.unsupported, "document \(id) has a chunk at \(chunk.range)")
                }
                table.append(long: text.count)
                for word in [documentCount, chunk.range.lowerBound, chunk.range.upperBound] {
                    table.append(word: UInt32(truncatingIfNeeded: word))
                }
                text.append(contentsOf: chunk.text.utf8)
            }
            chunkCount += chunks.count
            documentCount += 1
        }
        guard chunkCount < UInt32.max else { throw FielError(.unsupported, "\(chunkCount) chunks in one index") }
        table.append(long: text.count)
        table.append(contentsOf: repeatElement(0, count: Layout.chunkSize - 8))
        documents.append(long: names.count)
        documents.append(word: UInt32(chunkCount))
        return [(Layout.table, table), (Layout.text, text), (Layout.documents, documents), (Layout.names, names)]
    }
}

extension IndexSection {
    /// A stretch of the section as text.
    fileprivate func string(from start: Int, to end: Int, of owner: String) throws(FielError) -> String {
        guard start >= 0, start <= end, end <= count else { throw SectionTable.damaged("the text of \(owner)") }
        return try withBytes { bytes throws(FielError) in String(decoding: bytes[start..<end], as: UTF8.self) }
    }
}
