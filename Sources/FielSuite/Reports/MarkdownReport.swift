import FielCore
import FielStatistics

/// The results as Markdown for a pull request: the gates, the metrics, and the worst samples folded away.
public struct MarkdownReport: Sendable {
    /// A comment on a pull request holds 65,536 characters.
    private static let most = 50_000
    private let data: ReportData

    /// Lays out results.
    public init(_ data: ReportData) {
        self.data = data
    }

    /// The file.
    var bytes: [UInt8] { Array(text.utf8) }

    /// The page; nothing that comes from data can be markup.
    public var text: String {
        var text = ([heading, ""] + counts + gates + [""] + table).joined(separator: "\n") + "\n"
        let worst = data.configurations.flatMap { configuration in
            configuration.summary.worst.map { (configuration, $0) }
        }
        .sorted { ($0.1.evaluation.hallucination.value ?? 0) > ($1.1.evaluation.hallucination.value ?? 0) }
        guard !worst.isEmpty else { return text }
        var details = ""
        var shown = 0
        for (configuration, record) in worst.prefix(10) {
            let sample = self.sample(record, of: configuration)
            guard text.utf8.count + details.utf8.count + sample.utf8.count < Self.most else { break }
            details += sample
            shown += 1
        }
        text += "\n<details><summary>Least faithful answers (\(shown))</summary>\n\n\(details)\n</details>\n"
        return text
    }

    private var heading: String {
        let failed = data.gates.count { !$0.passed }
        if data.gates.isEmpty { return "## Fiel" }
        return failed == 0
            ? "## ✅ Fiel: \(Self.counted(data.gates.count, "gate")) of \(data.gates.count) hold"
            : "## ❌ Fiel: \(failed) of \(Self.counted(data.gates.count, "gate")) \(failed == 1 ? "fails" : "fail")"
    }

    private var counts: [String] {
        var lines = data.configurations.map { configuration in
            let verdicts = Verdict.allCases.compactMap { verdict in
                configuration.summary.verdicts[verdict].map { "\($0) \(ReportText.words(verdict.rawValue))" }
            }
            let claims = configuration.summary.verdicts.values.reduce(0, +)
            let name = configuration.name.map { "**\(MarkdownText.escaped($0))**: " } ?? ""
            return
                "\(data.configurations.count > 1 ? "- " : "")\(name)\(Self.counted(configuration.rows.count, "answer")), "
                + Self.counted(claims, "claim") + (verdicts.isEmpty ? "" : " (\(verdicts.joined(separator: ", ")))")
        }
        if !data.failures.isEmpty {
            lines += ["", "⚠️ \(Self.counted(data.failures.count, "line")) of input could not be scored"]
        }
        return lines
    }

    private var gates: [String] {
        guard !data.gates.isEmpty else { return [] }
        return ["", "| | gate | configuration | found |", "| --- | --- | --- | --- |"]
            + data.gates.map { result in
                let configuration = result.configuration.map { MarkdownText.escaped($0) } ?? ""
                return "| \(result.passed ? "✅ holds" : "❌ **fails**") | \(MarkdownText.escaped(result.gate.text)) | "
                    + "\(configuration) | \(MarkdownText.escaped(result.message)) |"
            }
    }

    private var table: [String] {
        let isNamed = data.configurations.contains { $0.name != nil }
        let head =
            ["metric"] + (isNamed ? ["configuration"] : []) + ["mean", "95 % interval", "median", "n", "not scored"]
        let rule = head.map { ["mean", "95 % interval", "median", "n"].contains($0) ? "---:" : "---" }
        let rows = data.metrics.indices.flatMap { index in
            data.configurations.map { configuration in
                let metric = configuration.metrics[index]
                return [MarkdownText.escaped(ReportText.words(metric.info.id))]
                    + (isNamed ? [MarkdownText.escaped(configuration.title)] : []) + Self.cells(metric)
            }
        }
        return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
    }

    private static func cells(_ metric: MetricAggregate) -> [String] {
        func number(_ value: Double?) -> String { value.map(ReportText.number) ?? "–" }
        let bounds = metric.mean?.bounds.map { "\(number($0.lowerBound)) – \(number($0.upperBound))" }
        let others = metric.statuses.filter { $0.key != "scored" }.sorted { $0.key < $1.key }
        return [
            number(metric.mean?.estimate), bounds ?? "–", number(metric.quantile(0.5)), String(metric.values.count),
            others.map { "\($0.value) \(ReportText.words($0.key))" }.joined(separator: ", "),
        ]
    }

    private func sample(_ record: ResultRecord, of configuration: ReportConfiguration) -> String {
        let values = ["groundedness", "hallucination"].compactMap { id in
            record.value(of: id).map { "\(id) \(DecimalText.fixed($0, digits: 2))" }
        }
        let name = configuration.name.map { " (\(MarkdownText.escaped($0)))" } ?? ""
        var lines = ["- **\(MarkdownText.escaped(record.id, limit: 80))**\(name): \(values.joined(separator: ", "))"]
        if let question = record.sample.question {
            lines.append("  - Q: \(MarkdownText.escaped(question, limit: 200))")
        }
        let faulty = record.evaluation.claims.filter { $0.verdict == .contradicted || $0.verdict == .unsupported }
        for claim in faulty.prefix(6) {
            let icon = claim.verdict == .contradicted ? "❌" : "❓"
            lines.append("  - \(icon) \(claim.verdict.rawValue): \(MarkdownText.escaped(claim.text, limit: 300))")
            if let quote = record.quote(claim.evidence) {
                lines.append("    - context \(quote.number): “\(MarkdownText.escaped(quote.text, limit: 300))”")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
