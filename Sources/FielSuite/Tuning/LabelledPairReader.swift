public import FielCore

/// Reads labelled pairs of premise and hypothesis from JSON Lines, JSON or CSV.
///
/// A row has `premise`, `hypothesis`, and `label` (entailment, neutral or contradiction) or `label2` (entailment or
/// not_entailment); where it has both, `label` counts. It may have a `group`, a text or a number that
/// names its source.
public struct LabelledPairReader: Sendable {
    /// The name of the source for messages.
    public let name: String
    private var rows: any RowReader

    /// Finds out the format, as `DatasetReader` does.
    ///
    /// - Throws: `FielError` where the source cannot be read or is binary.
    public init(_ source: any ByteSource) throws(FielError) {
        name = source.name
        var fields = FieldMap()
        try fields.assign("answer=hypothesis")
        var lines = LineReader(source)
        rows = try DatasetFormat(name: source.name, lines: &lines, fields: fields).reader(lines)
    }

    /// The next row: a pair, or an error that names the file, the line, the field and its value.
    ///
    /// - Returns: nil at the end.
    /// - Throws: `FielError` where the source cannot be read any further.
    public mutating func next() throws(FielError) -> Result<LabelledPair, FielError>? {
        guard let row = try rows.next(waits: true) else { return nil }
        do throws(FielError) {
            return .success(try Self.pair(RecordFields(try row.fields.get())))
        } catch {
            return .failure(error.located(at: .init(file: name, line: row.line)))
        }
    }

    private static func pair(_ fields: RecordFields) throws(FielError) -> LabelledPair {
        let pair = TextPair(premise: try fields.string("premise"), hypothesis: try fields.string("hypothesis"))
        for field in ["premise", "hypothesis"] where (field == "premise" ? pair.premise : pair.hypothesis).isEmpty {
            throw fields.wrong(field, "is empty")
        }
        return LabelledPair(pair, label: try label(fields), group: try fields.optionalName("group"))
    }

    private static func label(_ fields: RecordFields) throws(FielError) -> LabelledPair.Label {
        if let name = try fields.optionalString("label") {
            guard let label = EntailmentScores.Label(rawValue: name) else {
                throw fields.wrong("label", "is \(quoted(name)), expected entailment, neutral or contradiction")
            }
            return .answer(label)
        }
        switch try fields.optionalString("label2") {
        case "entailment": return .entails(true)
        case "not_entailment": return .entails(false)
        case let name?: throw fields.wrong("label2", "is \(quoted(name)), expected entailment or not_entailment")
        case nil: throw fields.wrong("label", "is missing, and so is label2")
        }
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).excerpt }
}
