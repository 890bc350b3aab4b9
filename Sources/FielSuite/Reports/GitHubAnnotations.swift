import FielCore

/// Workflow commands that show a report's findings on GitHub's pages.
public struct GitHubAnnotations: Sendable {
    /// GitHub shows ten annotations of each kind for a step.
    private static let most = 10
    private let data: ReportData

    /// Prepares the findings.
    public init(_ data: ReportData) {
        self.data = data
    }

    /// One line a finding: failed gates and unreadable input as errors, the least faithful answers as warnings.
    public var text: String {
        let gates = data.gates.filter { !$0.passed }.map { result in
            let name = result.configuration.map { "[\($0)] " } ?? ""
            return Self.command("error", nil, title: "Gate fails", name + result.message)
        }
        let failures = data.failures.map { failure in
            Self.command("error", nil, title: "Input could not be scored", Self.message(failure))
        }
        let worst = data.configurations.flatMap { configuration in
            let ids = configuration.summary.worst.map(\.id)
            return configuration.rows.filter { ids.contains($0.record.id) }
        }
        let warnings = worst.map { row in
            let faulty = row.record.evaluation.claims.filter {
                $0.verdict == .contradicted || $0.verdict == .unsupported
            }
            let text = faulty.map { "\($0.verdict.rawValue): \(ReportText.line($0.text))" }.joined(separator: "\n")
            return Self.command("warning", row.location, title: "Not faithful: \(ReportText.line(row.record.id))", text)
        }
        return (Array((gates + failures).prefix(Self.most)) + warnings.prefix(Self.most)).joined()
    }

    private static func message(_ failure: RecordedResults.Failure) -> String {
        let line = failure.error.location?.line.map { "line \($0): " } ?? ""
        return line + failure.error.message
    }

    /// A command by the rules of the runner, with its line break.
    static func command(_ name: String, _ location: FielError.Location?, title: String, _ message: String) -> String {
        var properties: [String] = []
        if let location {
            properties.append("file=\(property(location.file))")
            if let line = location.line { properties.append("line=\(line)") }
        }
        properties.append("title=\(property(title))")
        return "::\(name) \(properties.joined(separator: ","))::\(escaped(message))\n"
    }

    private static func escaped(_ text: String) -> String {
        ReportText.inert(text).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
