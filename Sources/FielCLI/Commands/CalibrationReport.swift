import Fiel
import FielCore
import FielStatistics
import FielSuite

/// What a calibration brings, as text for people.
struct CalibrationReport {
    let text: String

    init(_ study: CalibrationStudy, _ found: CalibrationRun.Found, _ style: Style, path: String) {
        let lines =
            Self.head(study, found, style, path: path) + [""] + Self.table(study, style) + [""] + Self.end(study)
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func head(
        _ study: CalibrationStudy,
        _ found: CalibrationRun.Found,
        _ style: Style,
        path: String
    ) -> [String] {
        var left: [String] = []
        if found.unlabelled > 0 { left.append("\(found.unlabelled) without a label") }
        if found.unscored > 0 { left.append("\(found.unscored) without a score") }
        if found.failures > 0 { left.append("\(found.failures) that could not be used") }
        var lines = [
            style.bold(TextLayout.printable(path)),
            "  \(study.n) labelled answers, \(study.hallucinated) hallucinated"
                + (left.isEmpty ? "" : "; left out: " + left.joined(separator: ", ")),
        ]
        if study.clusters < study.n { lines.append("  in \(study.clusters) groups that share no source") }
        if found.copies > 0 { lines.append("  \(found.copies) are copies of others, and stay with them") }
        return lines + ["  AUROC \(study.auroc.words)"]
    }

    private static func table(_ study: CalibrationStudy, _ style: Style) -> [String] {
        let measures: [(String, (CalibrationStudy.Figures) -> Double)] = [
            ("log loss", { $0.logLoss }), ("Brier score", { $0.brierScore }),
            ("ECE, bins of equal width", { $0.widthError }), ("ECE, bins of equal mass", { $0.massError }),
        ]
        let head = TextLayout.padded("", to: 26) + "before   after, held out   base rate, held out"
        let rows = measures.map { name, measure in
            let (before, after) = (measure(study.before), measure(study.after))
            let shown = TextLayout.padded(DecimalText.fixed(after), to: 18)
            return TextLayout.padded(name, to: 26) + DecimalText.fixed(before) + "    "
                + (after < before ? style.green(shown) : shown) + DecimalText.fixed(measure(study.baseRate))
        }
        let differences = [("log loss, after − before", study.change), ("after − base rate", study.margin)].map {
            TextLayout.padded($0, to: 26) + $1.words
        }
        return (([head] + rows) + [""] + differences).map { $0.isEmpty ? "" : "  " + $0 }
    }

    private static func end(_ study: CalibrationStudy) -> [String] {
        let scaling = study.scaling
        var lines = [
            "  log-odds × \(DecimalText.fixed(scaling.slope)) "
                + (scaling.offset < 0 ? "− " : "+ ") + DecimalText.fixed(abs(scaling.offset))
        ]
        let remark =
            !study.improves
            ? "not better on answers that it was not fitted to, or by chance: nothing is written"
            : "kept, though perhaps no better than the base rate: the scores may say nothing of these answers"
        if !study.improves || !study.informs { lines += ["", "  " + remark] }
        return lines
    }
}
