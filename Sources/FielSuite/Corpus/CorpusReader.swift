public import FielCore
public import FielRetrieval

/// One document of a corpus, or why there is none.
public struct CorpusEntry: Sendable {
    /// Where it stands.
    public var location: FielError.Location
    /// The document, or an error that says where it is and what is wrong with it.
    public var document: Result<Document, FielError>
}

/// Reads the documents of files and folders one after the other.
///
/// A `.txt` or `.md` file is a document, named after its path in the folder, without the ending. Each row of a `.jsonl`,
/// `.json`, `.csv` or `.tsv` file is one: `text`, with `id` and `title` where it has them.
public struct CorpusReader: Sendable {
    /// The largest text file that is read: 256 MiB.
    static let sizeLimit = 256 << 20

    /// How many files of other kinds were passed over in folders.
    public let skippedFiles: Int
    /// How many files there are.
    public let fileCount: Int
    private var files: ArraySlice<CorpusFile>
    private var rows: (reader: any RowReader, file: CorpusFile)?
    private let isStopped: @Sendable () -> Bool

    /// Finds the files.
    ///
    /// - Parameters:
    ///   - paths: files and folders, in order.
    ///   - isStopped: asked while reading; true ends the corpus there.
    /// - Throws: `FielError` for a path that does not exist, a file of another kind, and a folder without any document.
    public init(paths: [String], isStopped: @escaping @Sendable () -> Bool = { false }) throws(FielError) {
        let found = try CorpusFile.list(paths)
        (files, skippedFiles, fileCount) = (found.files[...], found.skipped, found.files.count)
        self.isStopped = isStopped
    }

    /// The next document; nil at the end.
    public mutating func next() -> CorpusEntry? {
        while !isStopped() {
            if let entry = nextRow() { return entry }
            guard let file = files.popFirst() else { return nil }
            do throws(FielError) {
                switch file.kind {
                case .text(let isMarkdown):
                    let document = Document(id: file.id, text: try text(of: file), isMarkdown: isMarkdown)
                    return CorpusEntry(location: .init(file: file.path), document: .success(document))
                case .rows:
                    var lines = LineReader(try FileSource(path: file.path, isStopped: isStopped))
                    let format = try DatasetFormat(name: file.path, lines: &lines, fields: FieldMap())
                    rows = (format.reader(lines), file)
                }
            } catch {
                return failure(error, at: .init(file: file.path))
            }
        }
        return nil
    }

    private func failure(_ error: FielError, at location: FielError.Location) -> CorpusEntry {
        CorpusEntry(location: location, document: .failure(error.located(at: location)))
    }

    private func text(of file: CorpusFile) throws(FielError) -> String {
        var lines = LineReader(try FileSource(path: file.path, isStopped: isStopped))
        let bytes = try lines.rest(limit: Self.sizeLimit)
        guard !bytes.prefix(512).contains(0) else { throw FielError(.malformedInput, "is binary, expected text") }
        return try String(utf8: bytes)
    }

    // MARK: Rows

    private mutating func nextRow() -> CorpusEntry? {
        guard let file = rows?.file else { return nil }
        do throws(FielError) {
            guard let row = try rows?.reader.next(waits: true) else {
                rows = nil
                return nil
            }
            let location = FielError.Location(file: file.path, line: row.line)
            do throws(FielError) {
                return CorpusEntry(location: location, document: .success(try Self.document(row, of: file)))
            } catch {
                return failure(error, at: location)
            }
        } catch {
            rows = nil
            return failure(error, at: .init(file: file.path))
        }
    }

    /// The fields that hold each part, best first.
    private static let (idFields, titleFields, textFields) = (
        ["id", "_id", "doc_id", "docid", "docno"], ["title"], ["text", "contents", "content", "body", "passage"]
    )

    private static func document(_ row: DatasetRow, of file: CorpusFile) throws(FielError) -> Document {
        let fields = try row.fields.get()
        func part(_ names: [String]) throws(FielError) -> String? {
            for name in names {
                guard let value = fields[name], value != .null else { continue }
                if let text = value.string { return text }
                if names == idFields, let whole = value.number.flatMap(Int.init(exactly:)) { return String(whole) }
                throw FielError(
                    .malformedInput,
                    "field \"\(name)\" is \(value.kind) (\(value.excerpt)), expected a string"
                )
            }
            return nil
        }
        guard let text = try part(textFields) else {
            let found = fields.keys.sorted().prefix(12).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
            throw FielError(.malformedInput, "has no \"text\"" + (found.isEmpty ? "" : " among the fields \(found)"))
        }
        let title = try part(titleFields).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        return Document(id: try part(idFields) ?? "\(file.id):\(row.defaultID)", title: title, text: text)
    }
}
