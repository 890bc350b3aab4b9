import FielCore
import FielSuite

/// What `fiel compare` shows a person: the metrics as a table, then the samples that got worse with their claims.
struct ComparisonReport {
    private let comparison: Comparison
    private let console: Console

    /// Shows a comparison in the style and width of the console.
    init(_ comparison: Comparison, _ console: Console) {
        self.comparison = comparison
        self.console = console
    }

    /// The report with its closing line break.
    var text: String {
        (headline + [""] + table + regressions).joined(separator: "\n") + "\n"
    }

    private var headline: [String] {
        let style = console.style
        let verdict = comparison.passes ? style.green("passes") : style.red("fails")
        let names = TextLayout.printable("\(comparison.paths.candidate) against \(comparison.paths.base)")
        var counts = "\(comparison.samples.both) samples in both"
        if comparison.samples.onlyBase > 0 { counts += ", \(comparison.samples.onlyBase) only in the base" }
        if comparison.samples.onlyCandidate > 0 {
            counts += ", \(comparison.samples.onlyCandidate) only in the candidate"
        }
        var lines = [style.bold(names) + ": " + verdict, counts]
        if let missing = ComparisonTable(comparison).missing {
            let line = TextLayout.shortened(missing, to: max(60, console.width))
            lines.append(comparison.passes ? line : style.red(line))
        }
        return lines
    }

    private var table: [String] {
        let rows = [ComparisonTable.head] + ComparisonTable(comparison).rows
        let last = ComparisonTable.head.count - 1
        let widths = ComparisonTable.head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.enumerated().map { index, cells in
            let line = cells.indices.map { column in
                column == 0 || column == last
                    ? TextLayout.padded(cells[column], to: column == last ? 0 : widths[column])
                    : TextLayout.aligned(cells[column], to: widths[column])
            }.joined(separator: "  ")
            guard index > 0 else { return console.style.dim(line) }
            switch comparison.metrics[index - 1] {
            case let metric where metric.fails: return console.style.red(line)
            case let metric where metric.verdict == .better: return console.style.green(line)
            default: return line
            }
        }
    }

    private var regressions: [String] {
        guard !comparison.regressions.isEmpty else { return [] }
        var lines = ["", console.style.bold("What got worse")]
        for regression in comparison.regressions {
            let metric = regression.metric.replacing("_", with: " ")
            lines += [
                "",
                "\(TextLayout.shortened(regression.base.id, to: 60))  \(metric) \(ComparisonTable.change(regression))",
            ]
            for (name, row) in [("base", regression.base), ("candidate", regression.candidate)] {
                lines += row.evaluation.claims.map { claim in
                    let verdict = claim.verdict.rawValue
                    let head = "  \(TextLayout.padded(name, to: 11))\(TextLayout.padded(verdict, to: 13)) "
                    return head + TextLayout.shortened(claim.text, to: max(20, console.width - head.count))
                }
            }
        }
        return lines
    }
}
