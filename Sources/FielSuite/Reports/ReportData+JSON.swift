public import FielCore
import FielStatistics

extension ReportData {
    /// Writes the sums and the gates, without the samples, as one JSON object.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("passes", passes)
            json.key("configurations")
            json.array { json in
                for configuration in configurations { configuration.write(to: &json) }
            }
            json.key("gates")
            json.array { json in
                for result in gates { result.write(to: &json) }
            }
            json.member("unscored_lines", failures.count)
        }
    }
}

extension ReportConfiguration {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("configuration", ifAny: name)
            json.member("samples", rows.count)
            json.member("failures", failures)
            json.key("metrics")
            json.object { json in
                for metric in metrics {
                    json.key(metric.info.id)
                    metric.write(to: &json)
                }
            }
            json.key("verdicts")
            json.object { json in
                for verdict in Verdict.allCases { json.member(verdict.rawValue, summary.verdicts[verdict] ?? 0) }
            }
        }
    }
}

extension MetricAggregate {
    fileprivate func write(to json: inout JSONWriter) {
        let numbers = [
            ("mean", mean?.estimate), ("lower", mean?.lower), ("upper", mean?.upper), ("min", values.first),
            ("p05", quantile(0.05)), ("median", quantile(0.5)), ("p95", quantile(0.95)), ("max", values.last),
        ]
        json.object { json in
            json.member("n", values.count)
            if let clusters = mean?.clusters { json.member("clusters", clusters) }
            for (name, value) in numbers {
                json.key(name)
                json.number(value)
            }
            json.key("outcomes")
            json.object { json in
                for (status, count) in statuses.sorted(by: { $0.key < $1.key }) { json.member(status, count) }
            }
        }
    }
}

extension GateResult {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("gate", gate.text)
            json.member("configuration", ifAny: configuration)
            json.key("value")
            json.number(value)
            json.member("passed", passed)
            json.member("message", message)
        }
    }
}
