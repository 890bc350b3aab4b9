import FielCore

/// The claims at fault as SARIF 2.1.0 (OASIS, errata 01), one result a claim, for code scanning.
struct SARIFReport {
    private struct Rule {
        var verdict: Verdict
        var level: String
        var summary: String
        var help: String
    }

    private static let rules = [
        Rule(
            verdict: .contradicted,
            level: "error",
            summary: "The contexts deny a claim of the answer",
            help: "An intrinsic hallucination: the answer says something that the passages it was given say otherwise."
        ),
        Rule(
            verdict: .unsupported,
            level: "warning",
            summary: "The contexts do not support a claim of the answer",
            help: "An extrinsic hallucination: the passages that the answer was given neither say this nor deny it."
        ),
    ]

    private let data: ReportData

    init(_ data: ReportData) {
        self.data = data
    }

    /// The file.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member(
                "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
            )
            json.member("version", "2.1.0")
            json.key("runs")
            json.array { json in
                json.object(run)
            }
        }
        return json.bytes + [0x0A]
    }

    private func run(_ json: inout JSONWriter) {
        json.key("tool")
        json.object { json in
            json.key("driver")
            json.object { json in
                json.member("name", "fiel")
                json.key("rules")
                json.array { json in
                    for rule in Self.rules { Self.write(rule, to: &json) }
                }
            }
        }
        json.member("columnKind", "unicodeCodePoints")
        json.key("invocations")
        json.array { json in
            json.object(invocation)
        }
        json.key("results")
        json.array { json in
            for configuration in data.configurations {
                for row in configuration.rows { write(row, of: configuration, to: &json) }
            }
        }
    }

    private static func write(_ rule: Rule, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", rule.verdict.rawValue)
            write(text: rule.summary, as: "shortDescription", to: &json)
            write(text: rule.help, as: "fullDescription", to: &json)
            write(text: rule.help, as: "help", to: &json)
            json.key("defaultConfiguration")
            json.object { $0.member("level", rule.level) }
        }
    }

    private static func write(text: String, as name: String, to json: inout JSONWriter) {
        json.key(name)
        json.object { $0.member("text", text) }
    }

    /// Input that could not be scored is told as notifications of the tool.
    private func invocation(_ json: inout JSONWriter) {
        json.member("executionSuccessful", data.isComplete)
        guard !data.failures.isEmpty else { return }
        json.key("toolExecutionNotifications")
        json.array { json in
            for failure in data.failures {
                json.object { json in
                    json.member("level", "error")
                    let line = failure.error.location?.line.map { "line \($0): " } ?? ""
                    Self.write(text: Self.plain(line + failure.error.message), as: "message", to: &json)
                }
            }
        }
    }

    private func write(
        _ row: ReportConfiguration.Row,
        of configuration: ReportConfiguration,
        to json: inout JSONWriter
    ) {
        var twins: [String: Int] = [:]
        for (place, claim) in row.record.evaluation.claims.enumerated() {
            let twin = twins[claim.text, default: 0]
            twins[claim.text] = twin + 1
            guard let rule = Self.rules.firstIndex(where: { $0.verdict == claim.verdict }) else { continue }
            json.object { json in
                json.member("ruleId", claim.verdict.rawValue)
                json.member("ruleIndex", rule)
                json.member("level", Self.rules[rule].level)
                Self.write(text: Self.message(claim, of: row.record), as: "message", to: &json)
                json.key("locations")
                json.array { json in
                    json.object { json in
                        Self.write(row.location, to: &json)
                        let parts = [configuration.name, row.record.id, "claims[\(place)]"].compactMap(\.self)
                        Self.write(name: row.record.id, path: parts.joined(separator: "/"), to: &json)
                    }
                }
                json.key("partialFingerprints")
                let parts = [configuration.name ?? "", row.record.id, claim.verdict.rawValue, claim.text, String(twin)]
                json.object { $0.member("fielClaim/v1", Self.fingerprint(parts)) }
                json.key("properties")
                json.object { json in
                    json.member("configuration", ifAny: configuration.name.map { ReportText.line($0) })
                    json.member("support", claim.support)
                    json.member("contradiction", claim.contradiction)
                }
            }
        }
    }

    private static func write(name: String, path: String, to json: inout JSONWriter) {
        json.key("logicalLocations")
        json.array { json in
            json.object { json in
                json.member("name", ReportText.line(name))
                json.member("fullyQualifiedName", ReportText.line(path))
            }
        }
    }

    private static func write(_ location: FielError.Location, to json: inout JSONWriter) {
        json.key("physicalLocation")
        json.object { json in
            json.key("artifactLocation")
            json.object { $0.member("uri", uri(location.file)) }
            guard let line = location.line, line > 0 else { return }
            json.key("region")
            json.object { $0.member("startLine", line) }
        }
    }

    /// What stays the same for the same claim of the same sample, wherever it stands in the file.
    private static func fingerprint(_ parts: [String]) -> String {
        var digest = SHA256()
        for part in parts { digest.update("\(part.utf8.count):\(part)".utf8) }
        return String(digest.hexDigest().prefix(32))
    }

    private static func message(_ claim: ClaimJudgement, of record: ResultRecord) -> String {
        let text = "\"\(ReportText.line(claim.text))\" is \(claim.verdict.rawValue)"
        let source =
            record.quote(claim.evidence).map { ". Context \($0.number): \"\(ReportText.line($0.text))\"" } ?? ""
        let findings = claim.findings.map { ". \(ReportText.line($0))" }.joined()
        return plain(text + source + findings)
    }

    /// Text without placeholders and links, which SARIF finds in messages (sections 3.11.5 and 3.11.6).
    private static func plain(_ text: String) -> String {
        var result = ""
        for character in ReportText.line(text, limit: 2000) {
            switch character {
            case "[", "]", "\\": result += "\\\(character)"
            case "{", "}": result += "\(character)\(character)"
            default: result.append(character)
            }
        }
        return result
    }

    /// A path as a URI reference (RFC 3986).
    private static func uri(_ path: String) -> String {
        let hex = Array("0123456789ABCDEF")
        let escaped = path.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default: "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            }
        }.joined()
        return (path.hasPrefix("/") ? "file://" : "") + escaped
    }
}
