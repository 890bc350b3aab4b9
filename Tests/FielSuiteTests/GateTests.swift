import FielCore
import FielSuite
import Testing

@Suite("Gates") struct GateTests {
    private func data(_ gates: [String], _ lines: [String]) throws -> ReportData {
        ReportData(results: [try ReportSamples.results(lines)], gates: try gates.map { try Gate(parsing: $0) })
    }

    private func result(_ gate: String, _ lines: [String]) throws -> GateResult {
        try #require(try data([gate], lines).gates.first)
    }

    private let values = [0.1, 0.4, 0.6, 0.9].enumerated().map {
        ReportSamples.line("s\($0.offset)", ["groundedness": $0.element])
    }

    @Test(
        "each operator compares as it reads",
        arguments: [
            ("samples >= 4", true), ("samples >= 5", false), ("samples > 3", true), ("samples > 4", false),
            ("samples <= 4", true), ("samples <= 3", false), ("samples < 5", true), ("samples < 4", false),
            ("samples == 4", true), ("samples == 5", false), ("samples != 5", true), ("samples != 4", false),
        ]
    )
    func operators(gate: String, holds: Bool) throws {
        let found = try result(gate, values)
        #expect(found.passed == holds && found.value == 4)
    }

    /// The quantiles are those of NumPy's default; the coverage and the failures count the row that could not be read.
    @Test(
        "each quantity is what its name says",
        arguments: [
            ("groundedness.mean == 0.5", 0.5), ("groundedness.min == 0.1", 0.1), ("groundedness.max == 0.9", 0.9),
            ("groundedness.median == 0.5", 0.5), ("groundedness.p05 > 0", 0.145), ("groundedness.p95 > 0", 0.855),
            ("groundedness.share(>= 0.6) == 0.5", 0.5), ("groundedness.share( < 0.1 ) == 0", 0),
            ("groundedness.coverage > 0", 2.0 / 3), ("failures == 1", 1), ("samples == 5", 5),
            ("claims.supported >= 0.5", 0.5), ("claims.contradicted > 0", 0.25), ("claims.unsupported > 0", 0.25),
        ] as [(String, Double)]
    )
    func quantities(gate: String, value: Double) throws {
        let verdicts: [Verdict] = [.supported, .supported, .contradicted, .unsupported, .notCheckable, .notCheckable]
        let lines =
            values + [
                ReportSamples.line("a", ["groundedness": nil], verdicts: verdicts), ReportSamples.failure,
            ]
        let found = try result(gate, lines)
        #expect(found.passed)
        #expect(abs(try #require(found.value) - value) < 1e-12)
    }

    @Test("the bounds of the interval hold the mean between them")
    func bounds() throws {
        let data = try data(["groundedness.lower > 0", "groundedness.upper > 0"], values)
        let (lower, upper) = (try #require(data.gates[0].value), try #require(data.gates[1].value))
        #expect(lower < 0.5 && upper > 0.5 && lower >= 0.1 && upper <= 0.9)
    }

    @Test("a gate whose value does not exist fails and says why")
    func missing() throws {
        let abstained = [ReportSamples.line("a", ["groundedness": nil])]
        for (gate, lines, reason) in [
            ("groundedness.mean >= 0", abstained, "no sample was scored (1 abstained)"),
            ("groundedness.mean <= 1", abstained, "no sample was scored"),
            ("hallucination.mean != 7", abstained, "do not hold the metric hallucination"),
            ("groundedness.lower >= 0", [values[0]], "needs two samples"),
            ("claims.supported >= 0", abstained, "no answer has a claim"),
            ("groundedness.coverage >= 0", [], "do not hold the metric"),
            ("[nobody] samples >= 0", values, "no result has the configuration \"nobody\""),
        ] {
            let found = try result(gate, lines)
            #expect(!found.passed && found.value == nil, "\(gate)")
            #expect(found.message.contains(reason), "\(found.message)")
        }
    }

    @Test("without a configuration a gate must hold for each; with one, for that one")
    func configurations() throws {
        let lines = [("zero-shot", 0.2), ("rag-token", 0.8)].map {
            ReportSamples.line("s", ["groundedness": $0.1], configuration: $0.0)
        }
        let all = try data(["groundedness.mean >= 0.5"], lines)
        #expect(all.gates.map(\.passed) == [false, true] && !all.passes)
        #expect(all.gates.map(\.configuration) == ["zero-shot", "rag-token"])
        #expect(try data(["[rag-token] groundedness.mean >= 0.5"], lines).passes)
        let wrong = try data(["[rag-tokn] samples > 0"], lines)
        #expect(!wrong.passes && wrong.gates[0].message.contains("did you mean \"rag-token\"?"))
    }

    @Test("a message shows enough digits to tell a value from the bound")
    func digits() throws {
        let lines = [ReportSamples.line("s", ["groundedness": 0.849_999_9])]
        #expect(try result("groundedness.mean >= 0.85", lines).message.contains("0.8499999"))
        #expect(try result("groundedness.mean >= 0.5", lines).message == "groundedness.mean is 0.850, expected >= 0.5")
    }

    @Test(
        "what is no gate is an error that names the place and the nearest name",
        arguments: [
            (
                "groundednes.mean >= 1",
                ["\"groundednes\" is not a metric at character 1", "did you mean groundedness?"]
            ),
            ("groundedness.men >= 1", ["\"men\" is not a statistic at character 14", "did you mean mean?"]),
            ("groundedness.p00 >= 1", ["\"p00\" is not a statistic"]), ("groundedness.p+5 >= 1", ["\"p\""]),
            ("groundedness >= 1", ["expected . and what to take of groundedness", "groundedness.mean"]),
            ("groundedness.mean => 1", ["expected one of >= > <= < == != at character 19"]),
            ("groundedness.mean = 1", ["expected one of"]), ("groundedness.mean >=", ["expected a number at its end"]),
            ("groundedness.mean >= x", ["expected a number at character 22"]),
            ("groundedness.mean >= nan", ["expected a number"]), ("groundedness.mean >= 0x1", ["expected the end"]),
            ("groundedness.mean >= 1e999", ["expected a number"]),
            ("groundedness.mean >= 1 or so", ["expected the end at character 24"]),
            ("groundedness.share >= 1", ["such as share(>= 0.5)"]), ("groundedness.share(>= 1 > 1", ["expected )"]),
            ("claims.suported >= 1", ["\"suported\" is not a verdict", "did you mean supported?"]),
            ("claims.notCheckable >= 1", ["is not a verdict"]), ("[x samples > 1", ["expected ]"]),
            ("[] samples > 1", ["expected a configuration's name"]), ("", ["expected a metric at its end"]),
        ]
    )
    func errors(gate: String, parts: [String]) {
        let error = #expect(throws: FielError.self) { try Gate(parsing: gate) }
        for part in parts { #expect(error?.description.contains(part) == true, "\(error?.description ?? "")") }
        #expect(error?.code == .invalidArgument)
    }

    @Test("spaces do not matter, and a configuration's name may hold anything but a final bracket")
    func spaces() throws {
        let spaced = try Gate(parsing: "  [a ] b]samples>=1 ")
        #expect(spaced.configuration == "a ] b" && spaced.quantity == .samples && spaced.bound == 1)
        #expect(try Gate(parsing: "my-metric.mean>1", metrics: ["my-metric"]).quantity == .metric("my-metric", .mean))
    }

    @Test("bounds on the smallest and largest value are rules for each sample")
    func eachSample() throws {
        let record = try #require(try ReportSamples.results([values[1]]).rows.first)
        #expect(try Gate(parsing: "groundedness.min >= 0.4").holds(for: record) == true)
        #expect(try Gate(parsing: "groundedness.min > 0.4").holds(for: record) == false)
        #expect(try Gate(parsing: "groundedness.max <= 0.3").holds(for: record) == false)
        for gate in ["groundedness.min <= 0.3", "groundedness.mean >= 0.9", "samples > 5", "hallucination.min > 0"] {
            #expect(try Gate(parsing: gate).holds(for: record) == nil)
        }
    }
}
