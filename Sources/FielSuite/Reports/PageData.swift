import FielCore
import FielStatistics

/// What the page is given: one JSON object, in which each passage stands once.
struct PageData {
    private let data: ReportData
    private var texts: [String] = []
    private var places: [String: Int] = [:]

    init(_ data: ReportData) {
        self.data = data
        for configuration in data.configurations {
            for row in configuration.rows {
                for text in row.record.sample.contexts where places[text] == nil {
                    places[text] = texts.count
                    texts.append(text)
                }
            }
        }
    }

    /// The object as JSON.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            Self.list("sources", data.sources, to: &json) { $1.value(ReportText.inert($0)) }
            Self.list("metrics", data.metrics, to: &json, Self.write)
            Self.list("configurations", data.configurations, to: &json, Self.write)
            Self.list("gates", data.gates, to: &json, Self.write)
            Self.list("failures", data.failures, to: &json, Self.write)
            Self.list("calibration", Array(data.configurations.enumerated()), to: &json, Self.calibration)
            Self.list("texts", texts, to: &json) { $1.value(ReportText.inert($0)) }
            json.key("rows")
            json.array { json in
                for (place, configuration) in data.configurations.enumerated() {
                    for row in configuration.rows { write(row, of: place, to: &json) }
                }
            }
        }
        return json.bytes
    }

    private static func list<Element>(
        _ name: String,
        _ elements: [Element],
        to json: inout JSONWriter,
        _ write: (Element, inout JSONWriter) -> Void
    ) {
        json.key(name)
        json.array { json in
            for element in elements { write(element, &json) }
        }
    }

    private static func number(_ name: String, _ value: Double?, to json: inout JSONWriter) {
        json.key(name)
        json.number(value)
    }

    // MARK: Sums

    private static func write(_ metric: MetricInfo, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", ReportText.inert(metric.id))
            json.member("better", metric.better.rawValue)
            json.member("low", metric.range.lowerBound)
            json.member("high", metric.range.upperBound)
            json.member("definition", metric.definition)
        }
    }

    private static func write(_ configuration: ReportConfiguration, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", ifAny: configuration.name.map(ReportText.inert))
            json.member("title", ReportText.line(configuration.title, limit: 80))
            json.key("verdicts")
            json.object { json in
                for verdict in Verdict.allCases {
                    if let count = configuration.summary.verdicts[verdict] { json.member(verdict.rawValue, count) }
                }
            }
            list("metrics", configuration.metrics, to: &json, write)
        }
    }

    private static func write(_ metric: MetricAggregate, to json: inout JSONWriter) {
        json.object { json in
            json.member("n", metric.values.count)
            number("mean", metric.mean?.estimate, to: &json)
            number("lower", metric.mean?.lower, to: &json)
            number("upper", metric.mean?.upper, to: &json)
            number("median", metric.quantile(0.5), to: &json)
            number("p05", metric.quantile(0.05), to: &json)
            number("p95", metric.quantile(0.95), to: &json)
            json.key("statuses")
            json.object { json in
                for (status, count) in metric.statuses.sorted(by: { $0.key < $1.key }) { json.member(status, count) }
            }
        }
    }

    private static func write(_ result: GateResult, to json: inout JSONWriter) {
        json.object { json in
            json.member("text", ReportText.inert(result.gate.text))
            json.member("configuration", ifAny: result.configuration.map(ReportText.inert))
            json.member("passed", result.passed)
            json.member("message", ReportText.inert(result.message))
            json.member("shown", ifAny: result.shown)
            // The bound of a gate on a mean is drawn in the chart of the mean.
            if case .metric(let id, .mean) = result.gate.quantity {
                json.member("metric", id)
                json.member("bound", result.gate.bound)
            }
        }
    }

    private static func write(_ failure: RecordedResults.Failure, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", ifAny: failure.id.map(ReportText.inert))
            if let line = failure.error.location?.line { json.member("line", line) }
            json.member("message", ReportText.inert(failure.error.message))
        }
    }

    private static func calibration(_ numbered: (Int, ReportConfiguration), to json: inout JSONWriter) {
        let (place, configuration) = numbered
        guard let curve = CalibrationCurve(configuration) else { return }
        json.object { json in
            json.member("configuration", place)
            json.member("title", ReportText.line(configuration.title, limit: 80))
            json.member("n", curve.reliability.n)
            json.member("error", curve.reliability.expectedError)
            list("bins", curve.reliability.bins, to: &json) { bin, json in
                json.object { json in
                    json.member("n", bin.n)
                    json.member("predicted", bin.predicted)
                    json.member("observed", bin.observed)
                }
            }
        }
    }

    // MARK: Rows

    /// Names are short, since every row repeats them: `c`onfiguration, `q`uestion, `a`nswer, `r`eference, `m`etrics,
    /// `s`tatuses, conte`x`ts, c`l`aims, and `w`here.
    private func write(_ row: ReportConfiguration.Row, of configuration: Int, to json: inout JSONWriter) {
        let (sample, evaluation) = (row.record.sample, row.record.evaluation)
        json.object { json in
            json.member("c", configuration)
            json.member("id", ReportText.inert(sample.id))
            json.member("q", ifAny: sample.question.map(ReportText.inert))
            json.member("a", ReportText.inert(sample.answer))
            json.member("r", ifAny: sample.reference.map(ReportText.inert))
            Self.list("m", data.metrics, to: &json) { $1.number(evaluation.metrics[$0.id]?.value) }
            Self.list("s", data.metrics, to: &json) { metric, json in
                if let status = evaluation.metrics[metric.id]?.status { json.value(status) } else { json.null() }
            }
            Self.list("x", Array(sample.contexts.enumerated()), to: &json) { context, json in
                json.array { json in
                    json.value(places[context.element] ?? 0)
                    let relevance = evaluation.contextRelevance
                    json.number(context.offset < relevance.count ? relevance[context.offset] : nil)
                }
            }
            Self.list("l", evaluation.claims, to: &json) { Self.write($0, of: sample, to: &$1) }
            json.key("w")
            json.object { json in
                json.member("file", ReportText.inert(row.location.file))
                if let line = row.location.line { json.member("line", line) }
            }
        }
    }

    /// `r`ange, `t`ext, `v`erdict, `s`upport, contradiction (`k`), `e`vidence as context, start and end, and `f`indings.
    private static func write(_ claim: ClaimJudgement, of sample: Sample, to json: inout JSONWriter) {
        json.object { json in
            json.key("r")
            json.value(claim.range)
            json.member("t", ReportText.inert(claim.text))
            json.member("v", claim.verdict.rawValue)
            json.member("s", claim.support)
            json.member("k", claim.contradiction)
            json.key("e")
            if let evidence = claim.evidence, sample.contexts.indices.contains(evidence.context) {
                json.array { json in
                    json.value(evidence.context)
                    json.value(evidence.range.lowerBound)
                    json.value(evidence.range.upperBound)
                }
            } else {
                json.null()
            }
            list("f", claim.findings, to: &json) { $1.value(ReportText.inert($0)) }
        }
    }
}
