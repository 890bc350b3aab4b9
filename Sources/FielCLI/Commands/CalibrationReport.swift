import Fiel
import FielCore
import FielStatistics
import FielSuite

/// What a calibration brings, as text for people.
struct CalibrationReport {
    let text: String

    init(_ study: CalibrationStudy, _ found: CalibrationRun.Found, _ style: Style, path: String) {
        var left: [String] = []
        if found.unlabelled > 0 { left.append("\(found.unlabelled) without a label") }
        if found.unscored > 0 { left.append("\(found.unscored) without a score") }
        if found.failures > 0 { left.append("\(found.failures) that could not be used") }
        let rows: [(String, Double, Double)] = [
            ("log loss", study.before.logLoss, study.after.logLoss),
            ("Brier score", study.before.brierScore, study.after.brierScore),
            ("ECE, bins of equal width", study.before.widthError, study.after.widthError),
            ("ECE, bins of equal mass", study.before.massError, study.after.massError),
        ]
        let scaling = study.calibration.scaling
        var lines = [
            style.bold(TextLayout.printable(path)),
            "  \(study.n) labelled answers, \(study.hallucinated) hallucinated"
                + (left.isEmpty ? "" : "; left out: " + left.joined(separator: ", ")),
            "  AUROC \(DecimalText.fixed(study.auroc))",
            "",
            "  " + TextLayout.padded("", to: 26) + "before   after, held out",
        ]
        for (name, before, after) in rows {
            let change = after < before ? style.green(DecimalText.fixed(after)) : DecimalText.fixed(after)
            lines.append("  " + TextLayout.padded(name, to: 26) + DecimalText.fixed(before) + "    " + change)
        }
        lines += [
            "",
            "  log-odds × \(DecimalText.fixed(scaling.slope)) "
                + (scaling.offset < 0 ? "− " : "+ ") + DecimalText.fixed(abs(scaling.offset)),
        ]
        if !study.improves { lines += ["", "  not better on answers that it was not fitted to: nothing is written"] }
        text = lines.joined(separator: "\n") + "\n"
    }
}
