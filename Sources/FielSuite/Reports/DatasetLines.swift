public import FielCore

/// Where the samples of a data set stand in its file.
public struct DatasetLines: Sendable {
    private let path: String
    private var lines: [String: Int] = [:]

    /// Starts with no samples.
    public init(path: String) {
        self.path = path
    }

    /// Notes the line on which a sample begins.
    public mutating func add(_ id: String, line: Int) { lines[id] = line }

    /// Reads a data set to its end.
    ///
    /// - Throws: `FielError` where the data set cannot be read any further.
    public init(_ reader: inout DatasetReader) throws(FielError) {
        path = reader.name
        while let entry = try reader.next() { lines[entry.id] = entry.line }
    }

    /// The line on which a sample begins; nil where the data set has no such sample.
    public subscript(id: String) -> FielError.Location? {
        lines[id].map { FielError.Location(file: path, line: $0) }
    }
}
