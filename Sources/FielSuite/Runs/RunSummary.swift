import FielCore
import FielStatistics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `summary.json`: what a run was made from and how it came out.
struct RunSummary {
    let plan: RunPlan
    let digest: String
    let models: [ModelIdentity]
    let outcome: RunOutcome

    /// The lines of the file.
    ///
    /// - Parameters:
    ///   - folder: where the file stands; the suite's path is told from there.
    ///   - resumedAt: the lines that an earlier run had made.
    ///   - seconds: how long this run took.
    func bytes(folder: String, resumedAt: Int, seconds: Double) -> [UInt8] {
        ResultLine.line { json in
            json.member("suite", plan.suite.name)
            json.member("suite_path", SuitePath.relative(Self.absolute(plan.suite.path), to: Self.absolute(folder)))
            json.member("suite_sha256", plan.suite.digest)
            json.member("plan", digest)
            json.member("fiel_version", FielVersion.current)
            if let limit = plan.limit { json.member("limit", limit) }
            json.member("seed", Int(plan.suite.seed))
            json.key("models")
            json.array { json in
                for model in models {
                    json.object { json in
                        json.member("name", model.name)
                        json.member("sha256", model.digest)
                    }
                }
            }
            json.key("metrics")
            json.object { json in
                for metric in plan.suite.metrics { json.member(metric.id, metric.version) }
            }
            json.key("machine")
            json.object { json in
                json.member("architecture", Self.architecture)
                json.member("cores", ProcessorCores.available)
            }
            json.member("wall_seconds", (seconds * 1000).rounded() / 1000)
            json.member("resumed_at_line", resumedAt)
            json.member("lines", outcome.results.rows.count + outcome.results.failures)
            json.member("failures", outcome.results.failures)
            json.member("passes", outcome.passes)
            json.key("configurations")
            json.array { json in
                for configuration in outcome.data.configurations { write(configuration, to: &json) }
            }
            json.key("gates")
            json.array { json in
                for gate in outcome.data.gates {
                    json.object { json in
                        json.member("gate", gate.gate.text)
                        json.member("configuration", ifAny: gate.configuration)
                        json.member("passed", gate.passed)
                        json.member("message", gate.message)
                    }
                }
            }
        }
    }

    private func write(_ configuration: ReportConfiguration, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", ifAny: configuration.name)
            json.member("samples", configuration.rows.count)
            json.member("failures", configuration.failures)
            json.key("metrics")
            json.object { json in
                for metric in configuration.metrics {
                    json.key(metric.info.id)
                    json.object { json in
                        json.key("mean")
                        json.number(metric.mean?.estimate)
                        json.key("lower")
                        json.number(metric.mean?.lower)
                        json.key("upper")
                        json.number(metric.mean?.upper)
                        json.member("n", metric.values.count)
                        json.member("coverage", Double(metric.values.count) / Double(max(1, configuration.rows.count)))
                    }
                }
            }
        }
    }

    private static var architecture: String {
        #if arch(x86_64)
        "x86_64"
        #elseif arch(arm64)
        "arm64"
        #else
        "other"
        #endif
    }

    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
}
