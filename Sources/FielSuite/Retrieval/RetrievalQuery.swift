public import FielCore

/// A question to find passages for.
public struct RetrievalQuery: Sendable, Hashable {
    /// Its id in runs and judgements.
    public var id: String
    /// The question.
    public var text: String

    /// Joins id and text.
    public init(id: String, text: String) { (self.id, self.text) = (id, text) }
}

/// Reads questions from JSON Lines with `id` and `text`, or `question` as data sets call it.
public struct RetrievalQueryReader: Sendable {
    private var lines: LineReader

    /// Starts at the beginning of a source.
    public init(_ source: any ByteSource) { lines = LineReader(source) }

    /// The next question, or where a line is that holds none and what is wrong with it; nil at the end.
    ///
    /// - Throws: `FielError` where the source cannot be read any further.
    public mutating func next() throws(FielError) -> Result<RetrievalQuery, FielError>? {
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            return line.object.flatMap(Self.query).mapError {
                $0.located(at: .init(file: lines.name, line: line.number))
            }
        }
        return nil
    }

    private static func query(_ fields: [String: JSONValue]) -> Result<RetrievalQuery, FielError> {
        func wrong(_ field: String) -> Result<RetrievalQuery, FielError> {
            let value = fields[field]
            let found = value.map { "is \($0.kind) (\($0.excerpt)), expected a string" } ?? "is missing"
            return .failure(FielError(.malformedInput, "field \"\(field)\" \(found)"))
        }
        let number = fields["id"]?.number.flatMap(Int.init(exactly:)).map(String.init)
        guard let id = fields["id"]?.string ?? number else { return wrong("id") }
        let field = fields["text"] == nil && fields["question"] != nil ? "question" : "text"
        guard let text = fields[field]?.string else { return wrong(field) }
        guard text.contains(where: { !$0.isWhitespace }) else {
            return .failure(FielError(.malformedInput, "field \"\(field)\" is empty, expected a question"))
        }
        return .success(RetrievalQuery(id: id, text: text))
    }
}
