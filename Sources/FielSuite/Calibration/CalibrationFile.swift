public import Fiel
public import FielCore
import FielMetrics
import FielStatistics

/// A fitted calibration as a file of JSON, with what it was fitted to.
///
/// `{"kept":true,"fiel_calibration":1,"metric","version","slope","offset","judges":[{"name","digest"}],"answers",
/// "hallucinated","clusters","auroc","auroc_interval","before":{"log_loss","brier","ece","ece_equal_mass"},"after":{…},
/// "base_rate":{…},"log_loss_change":{"mean","interval","n","clusters"},"log_loss_over_base_rate":{…}}`.
public struct CalibrationFile: Sendable {
    private static let format = 1

    /// The calibration.
    public let calibration: HallucinationCalibration
    /// The version of the metric that it was fitted to.
    public let version: Int
    /// The judges that it was fitted to.
    public let judges: [ModelIdentity]

    /// Reads a file.
    ///
    /// - Throws: `FielError` that names the file, the member and its value.
    public init(path: String) throws(FielError) {
        do throws(FielError) {
            let bytes = try MappedFile(path: path).contents
            guard let members = try JSONValue(parsing: bytes).object, let found = members["fiel_calibration"] else {
                throw FielError(.malformedInput, "is no calibration that fiel calibrate wrote")
            }
            guard found.number == Double(Self.format) else {
                throw FielError(
                    .malformedInput,
                    "is a calibration of format \(found.excerpt), expected \(Self.format)",
                    hint: "fit it again with fiel calibrate"
                )
            }
            let fields = RecordFields(members)
            let metric = try fields.string("metric")
            guard metric == Hallucination.info.id else {
                throw fields.wrong(
                    "metric",
                    "is \(JSONValue.string(metric).excerpt), expected \"\(Hallucination.info.id)\""
                )
            }
            let scaling = PlattScaling(slope: try fields.number("slope"), offset: try fields.number("offset"))
            calibration = try HallucinationCalibration(scaling)
            version = try fields.whole("version")
            var judges: [ModelIdentity] = []
            for judge in try fields.objects("judges") {
                judges.append(ModelIdentity(name: try judge.string("name"), digest: try judge.string("digest")))
            }
            self.judges = judges
        } catch {
            throw error.located(at: .init(file: path))
        }
    }

    /// Checks that the calibration was fitted to what is about to score.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where the metric or a judge is another one.
    public func require(judges: [ModelIdentity], path: String) throws(FielError) {
        guard version == Hallucination.info.version else {
            throw FielError(
                .invalidArgument,
                "was fitted to version \(version) of hallucination, this is version \(Hallucination.info.version)",
                hint: "fit it again with fiel calibrate",
                at: .init(file: path)
            )
        }
        guard self.judges.count == judges.count else {
            throw FielError(
                .invalidArgument,
                "names \(self.judges.count) models that it was fitted to, expected \(judges.count)",
                hint: "fit it again with fiel calibrate",
                at: .init(file: path)
            )
        }
        for (fitted, own) in zip(self.judges, judges) where fitted.digest != own.digest {
            throw FielError(
                .invalidArgument,
                "was fitted to another model than \(own.name)",
                hint: "fit it again with fiel calibrate",
                at: .init(file: path)
            )
        }
    }

    /// The file for a study; where the study has no calibration, what was found, which is no calibration to load.
    public static func bytes(_ study: CalibrationStudy, judges: [ModelIdentity]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            let calibration = study.calibration
            json.member("kept", calibration != nil)
            if calibration != nil { json.member("fiel_calibration", format) }
            json.member("metric", Hallucination.info.id)
            json.member("version", Hallucination.info.version)
            if let scaling = calibration?.scaling {
                json.member("slope", scaling.slope)
                json.member("offset", scaling.offset)
            }
            json.key("judges")
            json.array { json in
                for judge in judges {
                    json.object { json in
                        json.member("name", judge.name)
                        json.member("digest", judge.digest)
                    }
                }
            }
            json.member("answers", study.n)
            json.member("hallucinated", study.hallucinated)
            json.member("clusters", study.clusters)
            json.member("auroc", study.auroc.estimate)
            json.key("auroc_interval")
            json.numbers([study.auroc.lower, study.auroc.upper].compactMap(\.self))
            for (name, figures) in [
                ("before", study.before), ("after", study.after), ("base_rate", study.baseRate),
            ] {
                json.key(name)
                json.object { figures.write(to: &$0) }
            }
            for (name, difference) in [
                ("log_loss_change", study.change), ("log_loss_over_base_rate", study.margin),
            ] {
                json.key(name)
                json.difference(difference)
            }
        }
        return Array((json.text + "\n").utf8)
    }
}

extension CalibrationStudy.Figures {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("log_loss", logLoss)
        json.member("brier", brierScore)
        json.member("ece", widthError)
        json.member("ece_equal_mass", massError)
    }
}
