import FielCore
import FielStatistics

/// A comparison in words: the cells of its table and the samples that got worse, for a terminal or a Markdown page.
public struct ComparisonTable: Sendable {
    /// The heads of the columns.
    public static let head = [
        "metric", "base", "candidate", "difference", "interval", "p", "detectable", "n", "verdict",
    ]
    /// One row a metric, as many cells as heads.
    public let rows: [[String]]
    private let comparison: Comparison

    /// Lays out a comparison.
    public init(_ comparison: Comparison) {
        self.comparison = comparison
        rows = comparison.metrics.map { metric in
            func number(_ value: Double?, signed: Bool = false) -> String {
                value.map { (signed && $0 >= 0 ? "+" : "") + DecimalText.fixed($0) } ?? "–"
            }
            let bounds = metric.difference?.mean.bounds
            return [
                metric.info.id.replacing("_", with: " "),
                number(metric.means?.base),
                number(metric.means?.candidate),
                number(metric.difference?.mean.estimate, signed: true),
                bounds.map { "\(number($0.lowerBound, signed: true)) to \(number($0.upperBound, signed: true))" }
                    ?? "–",
                number(metric.difference.map { _ in metric.adjustedP }),
                number(metric.difference?.smallestDetectable),
                String(metric.difference?.mean.n ?? 0),
                metric.verdict.rawValue + (metric.mayDrop == true ? ", a drop cannot be ruled out" : ""),
            ]
        }
    }

    /// The comparison as Markdown; nothing that comes from data can be markup.
    public var markdown: String {
        let options = comparison.options
        let verdict = comparison.passes ? "passes" : "**fails**"
        var lines = [
            "# \(MarkdownText.escaped(comparison.paths.candidate)) against \(MarkdownText.escaped(comparison.paths.base)): \(verdict)",
            "",
            "\(comparison.samples.both) samples in both, \(comparison.samples.onlyBase) only in the base, "
                + "\(comparison.samples.onlyCandidate) only in the candidate. p by paired permutation, corrected over the "
                + "metrics (Holm); α = \(options.alpha)"
                + (options.maxDrop.map { ", drops of \($0) must be ruled out" } ?? "") + ".", "",
        ]
        if let missing { lines += ["**\(MarkdownText.escaped(missing))**", ""] }
        lines += [
            "| \(Self.head.joined(separator: " | ")) |",
            "| --- | " + Array(repeating: "---: |", count: Self.head.count - 2).joined(separator: " ") + " --- |",
        ]
        lines += rows.map { "| \($0.joined(separator: " | ")) |" }
        if !comparison.regressions.isEmpty { lines += ["", "## What got worse", ""] }
        for regression in comparison.regressions {
            lines.append(
                "- **\(MarkdownText.escaped(regression.base.id))**: \(regression.metric) \(Self.change(regression))"
            )
            for (name, row) in [("base", regression.base), ("candidate", regression.candidate)] {
                lines += row.evaluation.claims.map {
                    "  - \(name), \($0.verdict.rawValue): \(MarkdownText.escaped($0.text))"
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Which samples of the base the candidate lacks, the first few by name; nil where it has all.
    public var missing: String? {
        let names = comparison.missing
        guard !names.isEmpty else { return nil }
        let rest = names.count > 5 ? ", …" : ""
        return "missing from the candidate: " + names.prefix(5).joined(separator: ", ") + rest
    }

    /// Such as `0.812 → 0.401`.
    public static func change(_ regression: Comparison.Regression) -> String {
        let values = [regression.base, regression.candidate].map {
            $0.value(of: regression.metric).map { DecimalText.fixed($0) } ?? "–"
        }
        return values.joined(separator: " → ")
    }
}
