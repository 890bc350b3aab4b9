import FielCore

/// The gates and samples as JUnit XML, by the schema of Jenkins' xUnit plugin (junit-10.xsd).
///
/// Each configuration is a test suite. A gate is a test case, and so is a sample, which fails where it breaks a gate on
/// `.min` or `.max`, is an error where a metric failed, and is skipped where no metric was scored.
struct JUnitReport {
    private enum State {
        case passed
        case failed([String])
        case error(String)
        case skipped(String)
    }

    private struct Case {
        var name: String
        var kind: String
        var state: State
        var details: String?
    }

    private let data: ReportData

    init(_ data: ReportData) {
        self.data = data
    }

    /// The file.
    var bytes: [UInt8] {
        let suites = suites
        var xml = XMLWriter()
        xml.element("testsuites", [("name", "fiel")] + Self.counts(suites.flatMap(\.cases))) { xml in
            for suite in suites { Self.write(suite.name, suite.cases, to: &xml) }
        }
        return Array(xml.text.utf8)
    }

    private var suites: [(name: String, cases: [Case])] {
        var suites = data.configurations.map { configuration in
            (configuration.title, gates(of: configuration) + configuration.rows.map { sample($0, of: configuration) })
        }
        let names = Set(data.configurations.map(\.name))
        let others = data.gates.filter { !names.contains($0.configuration) }
        if !others.isEmpty { suites.append(("gates", others.map(Self.gate))) }
        if !data.failures.isEmpty { suites.append(("input", data.failures.map(Self.failure))) }
        return suites
    }

    private func gates(of configuration: ReportConfiguration) -> [Case] {
        data.gates.filter { $0.configuration == configuration.name }.map(Self.gate)
    }

    private static func gate(_ result: GateResult) -> Case {
        Case(name: result.gate.text, kind: "gates", state: result.passed ? .passed : .failed([result.message]))
    }

    private static func failure(_ failure: RecordedResults.Failure) -> Case {
        let line = failure.error.location?.line.map { "line \($0): " } ?? ""
        return Case(
            name: failure.id ?? "a line without a name",
            kind: "input",
            state: .error(line + failure.error.message)
        )
    }

    private func sample(_ row: ReportConfiguration.Row, of configuration: ReportConfiguration) -> Case {
        let record = row.record
        let outcomes = data.metrics.compactMap { record.evaluation.metrics[$0.id] }
        let broken = data.gates
            .filter { $0.configuration == configuration.name && $0.gate.holds(for: record) == false }
            .map(\.gate.text)
        let failures = outcomes.compactMap { if case .failed(let error) = $0 { error.message } else { nil } }
        let statuses = Set(outcomes.map(\.status)).sorted().map { ReportText.words($0) }.joined(separator: ", ")
        let state: State =
            if let first = failures.first {
                .error(first)
            } else if !broken.isEmpty {
                .failed(broken)
            } else if outcomes.allSatisfy({ $0.value == nil }) {
                .skipped(statuses.isEmpty ? "no metric" : statuses)
            } else {
                .passed
            }
        return Case(name: record.id, kind: "samples", state: state, details: details(record))
    }

    /// The values and the claims at fault, for the page that a build server shows of a failed test.
    private func details(_ record: ResultRecord) -> String {
        var lines = data.metrics.compactMap { metric in
            record.evaluation.metrics[metric.id].map { outcome in
                "\(ReportText.words(metric.id)): \(outcome.value.map(ReportText.number) ?? ReportText.words(outcome.status))"
            }
        }
        lines += record.evaluation.claims.filter { $0.verdict == .contradicted || $0.verdict == .unsupported }.map {
            "\($0.verdict.rawValue): \(ReportText.line($0.text))"
        }
        return lines.joined(separator: "\n")
    }

    private static func counts(_ cases: [Case]) -> [(String, String)] {
        var (failures, errors) = (0, 0)
        for test in cases {
            switch test.state {
            case .failed: failures += 1
            case .error: errors += 1
            default: break
            }
        }
        return [("tests", String(cases.count)), ("failures", String(failures)), ("errors", String(errors))]
    }

    private static func write(_ name: String, _ cases: [Case], to xml: inout XMLWriter) {
        let skipped = cases.count { if case .skipped = $0.state { true } else { false } }
        let attributes = [("name", name)] + counts(cases) + [("skipped", String(skipped))]
        xml.element("testsuite", attributes) { xml in
            for test in cases { write(test, of: name, to: &xml) }
        }
    }

    private static func write(_ test: Case, of suite: String, to xml: inout XMLWriter) {
        let attributes = [("name", test.name), ("classname", "\(suite).\(test.kind)")]
        switch test.state {
        case .passed: xml.element("testcase", attributes)
        case .skipped(let reason):
            xml.element("testcase", attributes) { $0.element("skipped", [("message", reason)]) }
        case .error(let message):
            xml.element("testcase", attributes) {
                $0.element("error", [("message", message)], text: test.details ?? message)
            }
        case .failed(let messages):
            let message = messages.joined(separator: "; ")
            xml.element("testcase", attributes) {
                $0.element("failure", [("message", message)], text: test.details ?? message)
            }
        }
    }
}
