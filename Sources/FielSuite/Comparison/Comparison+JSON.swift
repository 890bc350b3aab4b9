public import FielCore
import FielStatistics

extension Comparison {
    /// Writes the comparison as one object.
    ///
    /// `{"base","candidate","passes","samples":{…},"missing":[ID…],"metrics":[{"metric","better","n","base","candidate","difference",
    /// "interval","p","adjusted_p","smallest_detectable","verdict","fails"}],"regressions":[…]}`; `null` for what is not known.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("base", paths.base)
            json.member("candidate", paths.candidate)
            json.member("passes", passes)
            json.member("alpha", options.alpha)
            json.key("max_drop")
            json.number(options.maxDrop)
            json.key("samples")
            json.object { json in
                json.member("both", samples.both)
                json.member("only_base", samples.onlyBase)
                json.member("only_candidate", samples.onlyCandidate)
            }
            json.key("missing")
            json.array { json in
                for id in missing { json.value(id) }
            }
            json.key("metrics")
            json.array { json in
                for metric in metrics { metric.write(to: &json) }
            }
            json.key("regressions")
            json.array { json in
                for regression in regressions { regression.write(to: &json) }
            }
        }
    }
}

extension Comparison.Metric {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("metric", info.id)
            json.member("better", info.better.rawValue)
            json.member("n", difference?.mean.n ?? 0)
            json.member("only_base", onlyBase)
            json.member("only_candidate", onlyCandidate)
            json.key("base")
            json.number(means?.base)
            json.key("candidate")
            json.number(means?.candidate)
            json.key("difference")
            json.number(difference?.mean.estimate)
            json.key("interval")
            if let bounds = difference?.mean.bounds {
                json.array { json in
                    json.value(bounds.lowerBound)
                    json.value(bounds.upperBound)
                }
            } else {
                json.null()
            }
            json.key("p")
            json.number(difference?.p)
            json.key("adjusted_p")
            json.number(difference.map { _ in adjustedP })
            json.key("smallest_detectable")
            json.number(difference?.smallestDetectable)
            json.member("verdict", verdict.rawValue)
            json.member("fails", fails)
        }
    }
}

extension Comparison.Regression {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", base.id)
            json.member("metric", metric)
            json.member("drop", drop)
            for (name, row) in [("base", base), ("candidate", candidate)] {
                json.key(name)
                json.object { json in
                    json.key("value")
                    json.number(row.value(of: metric))
                    json.key("claims")
                    json.array { json in
                        for claim in row.evaluation.claims {
                            json.object { json in
                                json.member("verdict", claim.verdict.rawValue)
                                json.member("text", claim.text)
                            }
                        }
                    }
                }
            }
        }
    }
}
