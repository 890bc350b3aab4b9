public import FielCore

/// Results as lines of JSON.
public enum ResultLine {
    /// The line for one sample, with its line break.
    ///
    /// `{"id","configuration","cluster","metrics":{ID:{"status","value","version"}},"question","answer","reference",
    /// "contexts":[{"relevance","text"}],"claims":[…],"accounting":{…},"metadata":{…}}`; members that a sample has not are left
    /// out.
    ///
    /// - Parameter metrics: the metrics to write, in order.
    public static func bytes(_ record: ResultRecord, metrics: [String]) -> [UInt8] {
        line { json in
            json.member("id", record.id)
            json.member("configuration", ifAny: record.configuration)
            json.member("cluster", ifAny: record.cluster)
            json.key("metrics")
            json.object { json in
                for metric in metrics {
                    guard let outcome = record.evaluation.metrics[metric] else { continue }
                    json.key(metric)
                    write(outcome, version: record.versions[metric] ?? 1, to: &json)
                }
            }
            json.member("question", ifAny: record.sample.question)
            json.member("answer", record.sample.answer)
            json.member("reference", ifAny: record.sample.reference)
            json.key("contexts")
            json.array { json in
                for (place, text) in record.sample.contexts.enumerated() {
                    let relevance = record.evaluation.contextRelevance
                    json.object { json in
                        json.key("relevance")
                        json.number(place < relevance.count ? relevance[place] : nil)
                        json.member("text", text)
                    }
                }
            }
            json.key("claims")
            json.array { json in
                for claim in record.evaluation.claims { write(claim, to: &json) }
            }
            json.key("accounting")
            write(record.evaluation.accounting, to: &json)
            guard !record.sample.metadata.isEmpty else { return }
            json.key("metadata")
            json.value(JSONValue.object(record.sample.metadata))
        }
    }

    /// The line that stands for input that could not be used, with its line break.
    ///
    /// - Parameters:
    ///   - id: the sample's name; nil where results have none.
    ///   - configuration: the configuration that was to make the answer.
    public static func bytes(_ error: FielError, id: String? = nil, configuration: String? = nil) -> [UInt8] {
        line { json in
            json.member("id", ifAny: id)
            json.member("configuration", ifAny: configuration)
            json.key("error")
            json.object { json in
                json.member("code", error.code.description)
                json.member("message", error.message)
                if let line = error.location?.line { json.member("line", line) }
            }
        }
    }

    /// One object as a line.
    static func line(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(members)
        return json.bytes + [0x0A]
    }

    private static func write(_ outcome: Outcome, version: Int, to json: inout JSONWriter) {
        json.object { json in
            json.member("status", outcome.status)
            switch outcome {
            case .scored(let value): json.member("value", value)
            case .failed(let error): json.member("error", error.message)
            default: break
            }
            json.member("version", version)
        }
    }

    private static func write(_ claim: ClaimJudgement, to json: inout JSONWriter) {
        json.object { json in
            json.member("text", claim.text)
            json.key("range")
            json.value(claim.range)
            json.member("verdict", claim.verdict.rawValue)
            json.member("support", claim.support)
            json.member("contradiction", claim.contradiction)
            json.key("evidence")
            write(claim.evidence, to: &json)
            guard !claim.findings.isEmpty else { return }
            json.key("findings")
            json.array { json in
                for finding in claim.findings { json.value(finding) }
            }
        }
    }

    private static func write(_ evidence: Evidence?, to json: inout JSONWriter) {
        guard let evidence else {
            json.null()
            return
        }
        json.object { json in
            json.member("context", evidence.context)
            json.key("range")
            json.value(evidence.range)
        }
    }

    private static func write(_ accounting: Accounting, to json: inout JSONWriter) {
        json.object { json in
            json.member("pairs", accounting.pairs)
            json.member("tokens_seen", accounting.tokensSeen)
            json.member("tokens_cut", accounting.tokensCut)
        }
    }
}
