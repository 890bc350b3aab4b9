import FielCore

/// A question of a suite.
struct SuiteQuestion: Sendable, Hashable {
    /// The question with its reference, its own passages and whatever else is said of it; the answer is empty.
    var sample: Sample

    /// The field under which the row's place for an answer is hidden from the reader of samples.
    private static let noAnswer = "\u{1}answer"

    /// Reads the questions of a file.
    ///
    /// - Parameter limit: the most that are read.
    /// - Throws: `FielError` for the first row that holds no question, and for a second one with the same id.
    static func read(_ path: String, limit: Int?) throws(FielError) -> [SuiteQuestion] {
        var fields = FieldMap()
        try fields.assign("answer=\(noAnswer)")
        let decoder = SampleDecoder(map: fields)
        var lines = LineReader(try FileSource(path: path))
        var rows = try DatasetFormat(name: path, lines: &lines, fields: fields).reader(lines)
        var questions: [SuiteQuestion] = []
        var ids: Set<String> = []
        while questions.count < limit ?? .max, let row = try rows.next(waits: true) {
            do throws(FielError) {
                let question = try question(row, decoder)
                guard ids.insert(question.sample.id).inserted else {
                    throw FielError(.malformedInput, "has the id \"\(question.sample.id)\" of another question")
                }
                questions.append(question)
            } catch {
                let place = FielError.Location(file: path, line: row.line)
                throw FielError(.invalidArgument, error.message, hint: error.hint, at: place)
            }
        }
        guard !questions.isEmpty else { throw FielError(.invalidArgument, "holds no questions", at: .init(file: path)) }
        return questions
    }

    private static func question(_ row: DatasetRow, _ decoder: SampleDecoder) throws(FielError) -> SuiteQuestion {
        var fields = try row.fields.get()
        let own = fields.removeValue(forKey: "metadata")
        fields.merge(own?.object ?? [:]) { field, _ in field }
        // A gold answer is called "answer" where no answer of a model stands beside it.
        if fields["reference"] == nil, let gold = fields.removeValue(forKey: "answer") { fields["reference"] = gold }
        fields[noAnswer] = .string("")
        let sample = try decoder.sample(fields, of: row)
        guard let question = sample.question, !question.allSatisfy(\.isWhitespace) else {
            throw FielError(.malformedInput, "has no \"question\" that is a string")
        }
        return SuiteQuestion(sample: sample)
    }
}
