import FielCore
import FielStatistics
import FielSuite
import FielText

/// What `fiel stress` shows a person: one table of changes that must be seen, one of changes that must not matter.
struct StressReport {
    private let summary: StressSummary
    private let style: Style
    private let width: Int
    private let path: String

    /// Shows a summary in the style and width of the console.
    init(_ summary: StressSummary, _ console: Console, path: String) {
        self.summary = summary
        style = console.style
        width = console.width
        self.path = path
    }

    /// The report with its closing line break.
    var text: String {
        let changing = summary.rows.filter { $0.perturbation.changesTruth }
        let keeping = summary.rows.filter { !$0.perturbation.changesTruth }
        var lines = [headline]
        if !changing.isEmpty {
            lines += ["", head("change of truth", "detected")] + changing.map(row) + [total("all", summary.detection)]
        }
        if !keeping.isEmpty {
            lines +=
                ["", head("other change", "alarms")] + keeping.map(row) + [total("all", summary.falseAlarms)]
        }
        lines += [
            "", total("unchanged", summary.unsupportedUnchanged) + "  answers with a claim that is not supported",
        ]
        if summary.failures > 0 { lines += ["", style.red("\(summary.failures) could not be judged")] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var headline: String {
        var line = "\(TextLayout.printable(path)): \(summary.samples) answer\(summary.samples == 1 ? "" : "s")"
        if summary.unreadable > 0 { line += "; \(summary.unreadable) rows could not be read" }
        return TextLayout.wrap(line, width: width).joined(separator: "\n")
    }

    private func head(_ change: String, _ share: String) -> String {
        style.dim(
            TextLayout.padded(change, to: 18) + TextLayout.aligned("n", to: 6) + TextLayout.aligned(share, to: 10)
                + "  95 % interval    Δgrounded  Δhalluc.  n/a  unsupported"
        )
    }

    private func row(_ row: StressSummary.Row) -> String {
        numbers(row.perturbation.rawValue, row.lostShare)
            + TextLayout.aligned(change(row.groundednessChange), to: 12)
            + TextLayout.aligned(change(row.hallucinationChange), to: 10)
            + TextLayout.aligned(String(row.notApplicable), to: 5)
            + TextLayout.aligned(String(row.notSupportedBefore), to: 13)
    }

    private func total(_ name: String, _ share: Interval?) -> String { style.bold(numbers(name, share)) }

    private func numbers(_ name: String, _ share: Interval?) -> String {
        let bounds = share?.bounds.map { "\(DecimalText.fixed($0.lowerBound)) – \(DecimalText.fixed($0.upperBound))" }
        return TextLayout.padded(name, to: 18) + TextLayout.aligned(String(share?.n ?? 0), to: 6)
            + TextLayout.aligned(share.map { DecimalText.fixed($0.estimate) } ?? "–", to: 10)
            + "  " + TextLayout.padded(bounds ?? "–", to: 14)
    }

    private func change(_ value: Double?) -> String {
        guard let value else { return "–" }
        return (value > 0 ? "+" : "") + DecimalText.fixed(value)
    }
}
