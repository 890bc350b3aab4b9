public import FielCore

/// Results as lines of JSON.
public enum ResultLine {
    /// The line for one sample, with its line break.
    ///
    /// - Parameters:
    ///   - evaluation: what is said of the sample.
    ///   - metrics: the metrics to write, in order.
    public static func bytes(_ evaluation: Evaluation, metrics: [String]) -> [UInt8] {
        line { json in
            json.key("id")
            json.value(evaluation.id)
            json.key("metrics")
            json.object { json in
                for metric in metrics {
                    guard let outcome = evaluation.metrics[metric] else { continue }
                    json.key(metric)
                    write(outcome, to: &json)
                }
            }
            json.key("contexts")
            json.array { json in
                for relevance in evaluation.contextRelevance {
                    json.object { json in
                        json.key("relevance")
                        json.value(relevance)
                    }
                }
            }
            json.key("claims")
            json.array { json in
                for claim in evaluation.claims { write(claim, to: &json) }
            }
        }
    }

    /// The line that stands for input that could not be used, with its line break.
    ///
    /// - Parameter id: the sample's name; nil where results have none.
    public static func bytes(_ error: FielError, id: String? = nil) -> [UInt8] {
        line { json in
            if let id {
                json.key("id")
                json.value(id)
            }
            json.key("error")
            json.object { json in
                json.key("code")
                json.value(error.code.description)
                json.key("message")
                json.value(error.message)
                if let line = error.location?.line {
                    json.key("line")
                    json.value(line)
                }
            }
        }
    }

    /// One object as a line.
    static func line(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(members)
        return json.bytes + [0x0A]
    }

    private static func write(_ outcome: Outcome, to json: inout JSONWriter) {
        json.object { json in
            json.key("status")
            json.value(outcome.status)
            switch outcome {
            case .scored(let value):
                json.key("value")
                json.value(value)
            case .failed(let error):
                json.key("error")
                json.value(error.message)
            default: break
            }
        }
    }

    private static func write(_ claim: ClaimJudgement, to json: inout JSONWriter) {
        json.object { json in
            json.key("text")
            json.value(claim.text)
            json.key("range")
            json.value(claim.range)
            json.key("verdict")
            json.value(claim.verdict.rawValue)
            json.key("support")
            json.value(claim.support)
            json.key("contradiction")
            json.value(claim.contradiction)
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
            json.key("context")
            json.value(evidence.context)
            json.key("range")
            json.value(evidence.range)
        }
    }
}
