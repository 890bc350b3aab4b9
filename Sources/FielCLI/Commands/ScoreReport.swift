import FielCore
import FielStatistics
import FielSuite

/// What `fiel score` shows a person: the metrics as a table, then the worst answers with their claims and evidence.
struct ScoreReport {
    private let summary: Summary
    private let means: [Interval?]
    private let style: Style
    private let width: Int
    private let title: String
    private let showsWorst: Bool

    /// Shows a summary in the style and width of the console.
    init(_ summary: Summary, console: Console, title: String) {
        self.init(summary, summary.metrics.map(\.mean), console: console, title: title)
    }

    /// Shows the results of a configuration.
    init(_ configuration: ReportConfiguration, console: Console, title: String, showsWorst: Bool) {
        let means = configuration.metrics.map(\.mean)
        self.init(configuration.summary, means, console: console, title: title, showsWorst: showsWorst)
    }

    private init(
        _ summary: Summary,
        _ means: [Interval?],
        console: Console,
        title: String,
        showsWorst: Bool = true
    ) {
        self.summary = summary
        self.means = means
        style = console.style
        width = console.width
        self.title = title
        self.showsWorst = showsWorst
    }

    /// The report with its closing line break.
    var text: String {
        let worst = showsWorst ? summary.worst.map(answer) : []
        let heading = worst.isEmpty ? [] : ["", style.bold("Least faithful answers")]
        let lines: [String] = [headline, ""] + table + heading + worst.flatMap { [""] + $0 }
        return lines.joined(separator: "\n") + "\n"
    }

    private var headline: String {
        let verdicts = Verdict.allCases.compactMap { verdict in
            summary.verdicts[verdict].map { "\($0) \(Self.words(verdict))" }
        }
        let claims = summary.verdicts.values.reduce(0, +)
        var line =
            "\(TextLayout.printable(title)): \(Self.counted(summary.samples, "answer")), \(Self.counted(claims, "claim"))"
        if !verdicts.isEmpty { line += " (\(verdicts.joined(separator: ", ")))" }
        if summary.failures > 0 { line += "; \(Self.counted(summary.failures, "row")) could not be read" }
        return TextLayout.wrap(line, width: width).joined(separator: "\n")
    }

    // MARK: The table

    private var table: [String] {
        let names = summary.metrics.map { TextLayout.shortened($0.id.replacing("_", with: " "), to: 30) }
        let left = (names.map(\.count).max() ?? 0) + 2
        let head = TextLayout.padded("metric", to: left) + "  mean   95 % interval      n  not scored"
        return [style.dim(head)]
            + summary.metrics.indices.map { index in
                TextLayout.padded(names[index], to: left) + numbers(means[index]) + notScored(summary.metrics[index])
            }
    }

    private func numbers(_ mean: Interval?) -> String {
        guard let mean else { return "     –               –      0  " }
        // A time in milliseconds needs no digits after the point.
        func number(_ value: Double) -> String { DecimalText.fixed(value, digits: abs(mean.estimate) < 100 ? 3 : 0) }
        let bounds = mean.bounds.map { "\(number($0.lowerBound)) – \(number($0.upperBound))" }
        return TextLayout.aligned(style.bold(number(mean.estimate)), to: 6) + " "
            + TextLayout.aligned(bounds ?? "–", to: 15) + TextLayout.aligned(String(mean.n), to: 7) + "  "
    }

    private func notScored(_ metric: Summary.Metric) -> String {
        let statuses = metric.statuses.filter { $0.key != "scored" }.sorted { $0.key < $1.key }
        return statuses.map { "\($0.value) \(Self.words($0.key))" }.joined(separator: ", ")
    }

    // MARK: The worst answers

    private func answer(_ judged: ResultRecord) -> [String] {
        let values = [
            ("groundedness", judged.evaluation.groundedness), ("hallucination", judged.evaluation.hallucination),
        ]
        .compactMap { name, outcome in outcome.value.map { "\(name) \(DecimalText.fixed($0, digits: 2))" } }
        let title =
            style.bold(TextLayout.shortened(judged.evaluation.id, to: 40)) + "  " + values.joined(separator: ", ")
        let question =
            judged.sample.question.map { [style.dim("  Q: " + TextLayout.shortened($0, to: width - 5))] } ?? []
        let shown = judged.evaluation.claims.prefix(8)
        let hidden = judged.evaluation.claims.count - shown.count
        return [title] + question + shown.flatMap { claim($0, of: judged) }
            + (hidden > 0 ? ["  and \(Self.counted(hidden, "more claim"))"] : [])
    }

    private func claim(_ claim: ClaimJudgement, of record: ResultRecord) -> [String] {
        let label = TextLayout.padded(Self.words(claim.verdict), to: 14)
        let lines = TextLayout.wrap(TextLayout.printable(claim.text), width: width - 16)
        let margin = String(repeating: " ", count: 16)
        var shown = zip(lines, lines.indices).map { ($1 == 0 ? "  " + coloured(label, claim.verdict) : margin) + $0 }
        if let quote = record.quote(claim.evidence) {
            let number = "[\(quote.number)] "
            shown.append(
                margin + style.dim(number + "\"\(TextLayout.shortened(quote.text, to: width - 18 - number.count))\"")
            )
        }
        return shown + claim.findings.map { margin + style.dim(TextLayout.shortened($0, to: width - 16)) }
    }

    private func coloured(_ label: String, _ verdict: Verdict) -> String {
        switch verdict {
        case .supported: style.green(label)
        case .contradicted: style.red(label)
        case .unsupported: style.yellow(label)
        case .notCheckable: style.dim(label)
        }
    }

    // MARK: Words

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private static func words(_ verdict: Verdict) -> String { words(verdict.rawValue) }

    /// `notCheckable` as `not checkable`.
    private static func words(_ name: String) -> String {
        name.map { $0.isUppercase ? " " + $0.lowercased() : String($0) }.joined()
    }
}
