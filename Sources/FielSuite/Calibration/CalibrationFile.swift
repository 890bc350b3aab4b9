public import Fiel
public import FielCore
import FielMetrics
import FielStatistics

/// A fitted calibration as a file of JSON, with what it was fitted to.
///
/// `{"fiel_calibration":1,"metric","version","slope","offset","judges":[{"name","digest"}],"answers","hallucinated",
/// "auroc","before":{"log_loss","brier","ece","ece_equal_mass"},"after":{…}}`.
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
            let members = try JSONValue(parsing: bytes).object ?? [:]
            guard members["fiel_calibration"]?.number == Double(Self.format) else {
                throw FielError(.malformedInput, "is no calibration that fiel calibrate wrote")
            }
            func number(_ name: String) throws(FielError) -> Double {
                guard let value = members[name]?.number else {
                    throw FielError(
                        .malformedInput,
                        "\(name) is \(members[name]?.excerpt ?? "missing"), expected a number"
                    )
                }
                return value
            }
            let scaling = PlattScaling(slope: try number("slope"), offset: try number("offset"))
            calibration = try HallucinationCalibration(scaling)
            version = Int(exactly: try number("version")) ?? 0
            judges = (members["judges"]?.array ?? []).compactMap { judge in
                guard let name = judge.object?["name"]?.string, let digest = judge.object?["digest"]?.string else {
                    return nil
                }
                return ModelIdentity(name: name, digest: digest)
            }
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

    /// The file for a study.
    public static func bytes(_ study: CalibrationStudy, judges: [ModelIdentity]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("fiel_calibration", format)
            json.member("metric", Hallucination.info.id)
            json.member("version", Hallucination.info.version)
            json.member("slope", study.calibration.scaling.slope)
            json.member("offset", study.calibration.scaling.offset)
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
            json.member("auroc", study.auroc)
            for (name, figures) in [("before", study.before), ("after", study.after)] {
                json.key(name)
                json.object { figures.write(to: &$0) }
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
