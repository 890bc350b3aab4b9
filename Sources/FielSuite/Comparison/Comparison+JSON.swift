public import FielCore
import FielStatistics

extension Comparison {
    /// Writes the comparison as one object.
    ///
    /// `{"base","candidate","passes","samples":{…},"metrics":[{"metric","better","n","base","candidate","difference",
    /// "interval","p","adjusted_p","smallest_detectable","verdict","fails"}],"regressions":[…]}`; `null` for what is not known.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("base")
            json.value(paths.base)
            json.key("candidate")
            json.value(paths.candidate)
            json.key("passes")
            json.value(passes)
            json.key("alpha")
            json.value(options.alpha)
            json.key("max_drop")
            json.optional(options.maxDrop)
            json.key("samples")
            json.object { json in
                json.key("both")
                json.value(samples.both)
                json.key("only_base")
                json.value(samples.onlyBase)
                json.key("only_candidate")
                json.value(samples.onlyCandidate)
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
            json.key("metric")
            json.value(info.id)
            json.key("better")
            json.value(info.better.rawValue)
            json.key("n")
            json.value(difference?.mean.n ?? 0)
            json.key("only_base")
            json.value(onlyBase)
            json.key("only_candidate")
            json.value(onlyCandidate)
            json.key("base")
            json.optional(means?.base)
            json.key("candidate")
            json.optional(means?.candidate)
            json.key("difference")
            json.optional(difference?.mean.estimate)
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
            json.optional(difference?.p)
            json.key("adjusted_p")
            json.optional(difference.map { _ in adjustedP })
            json.key("smallest_detectable")
            json.optional(difference?.smallestDetectable)
            json.key("verdict")
            json.value(verdict.rawValue)
            json.key("fails")
            json.value(fails)
        }
    }
}

extension Comparison.Regression {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.value(base.id)
            json.key("metric")
            json.value(metric)
            json.key("drop")
            json.value(drop)
            for (name, row) in [("base", base), ("candidate", candidate)] {
                json.key(name)
                json.object { json in
                    json.key("value")
                    json.optional(row.values[metric])
                    json.key("claims")
                    json.array { json in
                        for claim in row.claims {
                            json.object { json in
                                json.key("verdict")
                                json.value(claim.verdict)
                                json.key("text")
                                json.value(claim.text)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func optional(_ value: Double?) {
        if let value { self.value(value) } else { null() }
    }
}
