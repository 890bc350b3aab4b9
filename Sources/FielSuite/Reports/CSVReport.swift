import FielCore

/// The results as comma-separated values (RFC 4180), a row for each sample of each configuration.
struct CSVReport {
    private let data: ReportData

    init(_ data: ReportData) {
        self.data = data
    }

    /// The file.
    var bytes: [UInt8] {
        var text = line(head)
        for configuration in data.configurations {
            for row in configuration.rows { text += line(cells(row.record, of: configuration)) }
        }
        return Array(text.utf8)
    }

    private var head: [String] {
        ["configuration", "id"] + data.metrics.flatMap { [Self.text($0.id), Self.text($0.id + "_status")] }
            + Verdict.allCases.map { "claims_\($0.rawValue)" }
            + ["question", "answer", "reference", "contexts", "faulty_claims", "cluster"]
    }

    private func cells(_ record: ResultRecord, of configuration: ReportConfiguration) -> [String] {
        let claims = record.evaluation.claims
        let faulty = claims.filter { $0.verdict == .contradicted || $0.verdict == .unsupported }.map(\.text)
        let values = data.metrics.flatMap { metric in
            let outcome = record.evaluation.metrics[metric.id]
            return [outcome?.value?.description ?? "", outcome?.status ?? ""]
        }
        let counts = Verdict.allCases.map { verdict in String(claims.count { $0.verdict == verdict }) }
        return [Self.text(configuration.name ?? ""), Self.text(record.id)] + values + counts
            + [
                Self.text(record.sample.question ?? ""), Self.text(record.sample.answer),
                Self.text(record.sample.reference ?? ""), String(record.sample.contexts.count),
                Self.text(faulty.joined(separator: "\n")), Self.text(record.cluster ?? ""),
            ]
    }

    /// Text of data that no spreadsheet takes for a formula.
    ///
    /// A cell that begins, after blanks, with a character that may begin a formula gets an apostrophe before it, as OWASP's
    /// "CSV Injection" advises.
    private static func text(_ text: String) -> String {
        let text = ReportText.inert(text)
        guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else { return text }
        let formula: [Unicode.Scalar] = ["=", "+", "-", "@", "|", "\u{FFFD}", "＝", "＋", "－", "＠"]
        let isBlankFirst = text.unicodeScalars.first.map { $0 == "\t" || $0 == "\n" } ?? false
        return formula.contains(first) || isBlankFirst ? "'" + text : text
    }

    private func line(_ cells: [String]) -> String {
        cells.map { cell in
            let mustQuote = cell.unicodeScalars.contains { "\",;\t\r\n".unicodeScalars.contains($0) }
            return mustQuote ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: ",") + "\r\n"
    }
}
