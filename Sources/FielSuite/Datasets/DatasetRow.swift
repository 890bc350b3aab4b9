import FielCore

/// One row of a data set before its fields are recognised.
struct DatasetRow: Sendable {
    /// The line on which the row begins, from 1.
    var line: Int
    /// The name of the row where it has none of its own, such as `line-7`.
    var defaultID: String
    /// The fields by name, or why they cannot be read.
    var fields: Result<[String: JSONValue], FielError>
    /// Whether lists may be written inside strings, as in CSV.
    var holdsOnlyText = false
}

/// Reads the rows of one format.
protocol RowReader: Sendable {
    /// The next row; nil at the end and, without waiting, where the next row is not there yet.
    mutating func next(waits: Bool) throws(FielError) -> DatasetRow?
}
