public import FielCore

/// How a data set is read.
public struct DatasetOptions: Sendable, Hashable {
    /// Which field holds what.
    public var fields = FieldMap()
    /// Whether a second sample with the same name gets another one (`q1#2`); this remembers every name.
    public var makesNamesUnique = true
    /// The longest line that is kept, in bytes.
    public var lineLimit = LineReader.defaultLimit

    /// Whether a row without an answer is an error; where it is not, the answer is empty.
    public var requiresAnswer = true

    /// Starts with the defaults.
    public init() {}
}

/// One row of a data set: a sample, or why it holds none.
public struct DatasetEntry: Sendable {
    /// The line on which the row begins, from 1.
    public var line: Int
    /// The name of the sample: its own, or else its place, as `line-7` or `item-7`.
    public var id: String
    /// The sample, or an error that says where the row is and what is wrong with it.
    public var sample: Result<Sample, FielError>
    /// Where the row is, if its own name was taken already and `id` is another one.
    public var renamed: FielError.Location?

    /// The name that the row itself has, which others may have too.
    var ownID: String {
        guard renamed != nil, let mark = id.lastIndex(of: "#") else { return id }
        return String(id[..<mark])
    }
}

/// Reads the samples of a data set one after the other, from JSON Lines, JSON or CSV.
///
/// The format follows from the name (`.jsonl`, `.ndjson`, `.json`, `.csv`, `.tsv`), or else from the first line: `[` begins
/// a JSON array, a header that names an answer field begins CSV, and anything else is JSON Lines.
public struct DatasetReader: Sendable {
    /// The name of the source for messages.
    public let name: String
    private let options: DatasetOptions
    private let decoder: SampleDecoder
    private var rows: any RowReader
    private var names: Set<String> = []

    /// Finds out the format.
    ///
    /// - Throws: `FielError` where the source cannot be read or is binary.
    public init(_ source: any ByteSource, options: DatasetOptions = DatasetOptions()) throws(FielError) {
        name = source.name
        self.options = options
        decoder = SampleDecoder(map: options.fields, requiresAnswer: options.requiresAnswer)
        var lines = LineReader(source, limit: options.lineLimit)
        rows = try DatasetFormat(name: source.name, lines: &lines, fields: options.fields).reader(lines)
    }

    /// The next row.
    ///
    /// - Parameter waits: whether to wait for a row that has not arrived as a whole.
    /// - Returns: nil at the end and, without waiting, where the next row is not there yet.
    /// - Throws: `FielError` where the source cannot be read any further.
    public mutating func next(waits: Bool = true) throws(FielError) -> DatasetEntry? {
        guard let row = try rows.next(waits: waits) else { return nil }
        do throws(FielError) {
            let fields = try row.fields.get()
            do throws(FielError) {
                var sample = try decoder.sample(fields, of: row)
                let own = sample.id
                sample.id = unique(own)
                let renamed = own == sample.id ? nil : FielError.Location(file: name, line: row.line)
                return DatasetEntry(line: row.line, id: sample.id, sample: .success(sample), renamed: renamed)
            } catch {
                return failure(error, row, id: decoder.id(fields))
            }
        } catch {
            return failure(error, row, id: nil)
        }
    }

    private func failure(_ error: FielError, _ row: DatasetRow, id: String?) -> DatasetEntry {
        let located = error.located(at: .init(file: name, line: row.line))
        return DatasetEntry(line: row.line, id: id ?? row.defaultID, sample: .failure(located))
    }

    private mutating func unique(_ id: String) -> String {
        guard options.makesNamesUnique, !names.insert(id).inserted else { return id }
        var copy = 2
        while !names.insert("\(id)#\(copy)").inserted { copy += 1 }
        return "\(id)#\(copy)"
    }
}
