import Fiel
import FielCore
import FielStatistics
import FielSuite
import Foundation
import Testing

/// Gives each answer the probability that its metadata names.
private struct NamedProbability: SampleEvaluator {
    func evaluate(_ samples: [Sample]) async -> [Evaluation] {
        samples.map { sample in
            let outcome = sample.metadata["p"]?.number.map(Outcome.scored) ?? .abstained
            return Evaluation(id: sample.id, metrics: ["hallucination": outcome])
        }
    }
}

@Suite("Calibration study")
struct CalibrationStudyTests {
    /// Answers whose true log-odds are a line of those that the metric gives.
    private static func examples(_ n: Int, slope: Double, offset: Double, clusters: Int? = nil) -> [CalibrationStudy
        .Example]
    {
        var random = SeededGenerator(seed: 3)
        return (0..<n).map { place in
            let p = Double.random(in: 0.01...0.99, using: &random)
            let truth = 1 / (1 + exp(-(slope * log(p / (1 - p)) + offset)))
            return .init(
                probability: p,
                isHallucinated: Double.random(in: 0..<1, using: &random) < truth,
                cluster: "\(clusters.map { place % $0 } ?? place)"
            )
        }
    }

    @Test(
        "a metric that is too sure and too high is brought back, and answers that were held out are the better predicted"
    )
    func recovers() throws {
        let study = try CalibrationStudy(Self.examples(2_000, slope: 0.5, offset: -1))
        #expect(abs(study.scaling.slope - 0.5) < 0.08)
        #expect(abs(study.scaling.offset + 1) < 0.15)
        #expect(study.improves && study.informs && study.calibration?.scaling == study.scaling)
        #expect(study.after.widthError < 0.04 && study.before.widthError > 0.1)
        #expect(study.n == 2_000)
    }

    @Test("a metric that is right already is hardly moved")
    func identity() throws {
        let study = try CalibrationStudy(Self.examples(3_000, slope: 1, offset: 0, clusters: 300))
        let calibration = try HallucinationCalibration(study.scaling)
        #expect(abs(calibration.probability(0.2) - 0.2) < 0.03)
        #expect(abs(calibration.probability(0.9) - 0.9) < 0.03)
        #expect(abs(study.after.logLoss - study.before.logLoss) < 0.005)
    }

    @Test("too few answers, too few of one label, and labels that contradict the scores are refused")
    func refused() {
        let few = Self.examples(49, slope: 1, offset: 0)
        let oneSided = Self.examples(100, slope: 1, offset: 0).enumerated().map { place, example in
            var example = example
            example.isHallucinated = place < 9
            return example
        }
        let inverted = Self.examples(300, slope: -1, offset: 0)
        let oneSource = Self.examples(300, slope: 1, offset: 0, clusters: 1)
        for (examples, words) in [
            (few, "too few"), (oneSided, "too few"), (inverted, "contradict"), (oneSource, "one source"),
        ] {
            #expect {
                try CalibrationStudy(examples)
            } throws: {
                ($0 as? FielError)?.description.contains(words) == true
            }
        }
    }

    @Test("a refit is kept where its gain is beyond chance, which a metric that is right already rarely shows")
    func keepsWhatIsCertain() throws {
        var kept = 0
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let examples = (0..<120).map { place in
                let p = Double.random(in: 0.02...0.98, using: &random)
                let isHallucinated = Double.random(in: 0..<1, using: &random) < p
                return CalibrationStudy.Example(probability: p, isHallucinated: isHallucinated, cluster: "\(place)")
            }
            let study = try CalibrationStudy(examples)
            let upper = try #require(study.change.upper)
            #expect(study.improves == (upper < 0))
            #expect(abs(study.change.estimate - (study.after.logLoss - study.before.logLoss)) < 1e-12)
            kept += study.improves ? 1 : 0
        }
        #expect(kept <= 2)
    }

    @Test("labels of chance are no contradiction, and a fit to them is told to be no better than the base rate")
    func uninformative() throws {
        var contradictions = 0
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let examples = (0..<80).map { place in
                CalibrationStudy.Example(
                    probability: Double.random(in: 0.01...0.99, using: &random),
                    isHallucinated: Double.random(in: 0..<1, using: &random) < 0.4,
                    cluster: "\(place)"
                )
            }
            guard let study = try? CalibrationStudy(examples) else {
                contradictions += 1
                continue
            }
            #expect(!study.informs)
            let share = Double(study.hallucinated) / Double(study.n)
            let entropy = -share * log(share) - (1 - share) * log(1 - share)
            #expect((entropy...entropy + 0.06).contains(study.baseRate.logLoss))
        }
        #expect(contradictions <= 1)
        // Equal scores say nothing at all.
        let same = (0..<80).map {
            CalibrationStudy.Example(probability: 0.6, isHallucinated: $0.isMultiple(of: 2), cluster: "\($0)")
        }
        let study = try CalibrationStudy(same)
        #expect(study.auroc.estimate == 0.5 && !study.informs)
    }

    @Test("a calibration keeps the order of answers and touches no other metric")
    func monotone() throws {
        let calibration = try HallucinationCalibration(PlattScaling(slope: 0.3, offset: -2))
        let values = (0...100).map { calibration.probability(Double($0) / 100) }
        #expect(values == values.sorted() && values.allSatisfy((0...1).contains))
        let before = Evaluation(id: "a", metrics: ["groundedness": .scored(0.3), "hallucination": .scored(0.9)])
        let after = calibration.applied(to: before)
        #expect(after.metrics["groundedness"] == .scored(0.3))
        #expect(after.metrics["hallucination"] == .scored(calibration.probability(0.9)))
        let abstained = Evaluation(id: "a", metrics: ["hallucination": .abstained])
        #expect(calibration.applied(to: abstained) == abstained)
        #expect(throws: FielError.self) { try HallucinationCalibration(PlattScaling(slope: 0, offset: 1)) }
    }

    @Test("copies, by name or by text, and what has a number for a group stand in one cluster, and copies are counted")
    func copies() async throws {
        func line(_ id: String, _ answer: String, _ rest: String = "") -> String {
            #"{"id":"\#(id)","contexts":["x"],"answer":"\#(answer)","p":0.5,"label":"1.0"\#(rest)}"#
        }
        let lines = [
            line("a", "one"), line("a", "two"), line("b", "two"), line("c", "three", #","group":7"#),
            line("d", "four", #","group":"7""#), line("e", "four", #","group":8"#), line("f", "five", #","group":"""#),
            line("g", "six", #","group":"""#),
        ]
        var reader = try DatasetReader(MemorySource(Array(lines.joined(separator: "\n").utf8), name: "l.jsonl"))
        let found = try await CalibrationRun(evaluator: NamedProbability())(&reader)
        #expect(found.examples.map(\.cluster) == ["a", "a", "a", "7", "7", "7", "f", "g"])
        #expect(found.copies == 3)
    }

    @Test("a label that is a list or an object is told by its kind")
    func labelKinds() async throws {
        for (value, words) in [("[]", "is an array (0 elements)"), ("{}", "is an object (no members)")] {
            let line = #"{"contexts":["x"],"answer":"x","p":0.5,"label":\#(value)}"#
            var reader = try DatasetReader(MemorySource(Array(line.utf8), name: "l.jsonl"))
            var told = ""
            _ = try await CalibrationRun(evaluator: NamedProbability())(
                &reader,
                report: { if case .failure(let error) = $0 { told = error.description } }
            )
            #expect(told.contains("field \"label\" \(words), expected true or 1"), "\(told)")
        }
    }

    @Test("labels are read from either field, and a row with another value is told and left out")
    func labels() async throws {
        let lines = [
            #"{"id":"a","contexts":["x"],"answer":"x","p":0.9,"hallucinated":true}"#,
            #"{"id":"b","contexts":["x"],"answer":"y","p":0.2,"label":0,"group":"g"}"#,
            #"{"id":"c","contexts":["x"],"answer":"x","p":0.2}"#,
            #"{"id":"t","contexts":["x"],"answer":"z","p":0.8,"label":"True"}"#,
            #"{"id":"d","contexts":["x"],"answer":"x","label":1}"#,
            #"{"id":"e","contexts":["x"],"answer":"x","p":0.2,"label":"maybe"}"#,
            "{",
        ]
        var reader = try DatasetReader(MemorySource(Array(lines.joined(separator: "\n").utf8), name: "l.jsonl"))
        var errors: [String] = []
        let found = try await CalibrationRun(evaluator: NamedProbability())(
            &reader,
            report: { event in
                if case .failure(let error) = event { errors.append(error.description) }
            }
        )
        #expect(
            found.examples == [
                CalibrationStudy.Example(probability: 0.9, isHallucinated: true, cluster: "a"),
                CalibrationStudy.Example(probability: 0.2, isHallucinated: false, cluster: "g"),
                CalibrationStudy.Example(probability: 0.8, isHallucinated: true, cluster: "t"),
            ]
        )
        #expect((found.unlabelled, found.unscored, found.failures) == (1, 1, 2))
        #expect(errors.count == 2 && errors[0].contains("l.jsonl:6") && errors[0].contains("maybe"))
    }
}

@Suite("Calibration file")
struct CalibrationFileTests {
    private let judges = [ModelIdentity(name: "nli", digest: "1"), ModelIdentity(name: "embed", digest: "2")]

    private func file(_ text: String) throws -> CalibrationFile {
        let path = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try CalibrationFile(path: path)
    }

    private func written() throws -> String {
        var examples: [CalibrationStudy.Example] = []
        for place in 0..<80 {
            let isHallucinated = place.isMultiple(of: 3) || place > 60
            // Too sure, so that a fit brings it back.
            let probability = place > 40 ? 0.999 : 0.01 + Double(place) / 1e4
            examples.append(.init(probability: probability, isHallucinated: isHallucinated, cluster: "\(place)"))
        }
        return String(decoding: CalibrationFile.bytes(try CalibrationStudy(examples), judges: judges), as: UTF8.self)
    }

    @Test("what was written is read back, and holds for the same judges only")
    func roundTrip() throws {
        let file = try file(try written())
        #expect(file.judges == judges)
        try file.require(judges: judges, path: "c.json")
        let others = [judges[0], ModelIdentity(name: "embed", digest: "3")]
        #expect {
            try file.require(judges: others, path: "c.json")
        } throws: {
            ($0 as? FielError)?.description.contains("another model than embed") == true
        }
        #expect(throws: FielError.self) { try file.require(judges: [judges[0]], path: "c.json") }
    }

    @Test("what was found of a calibration that is not kept is no calibration to load")
    func notKept() throws {
        var examples: [CalibrationStudy.Example] = []
        var random = SeededGenerator(seed: 1)
        for place in 0..<100 {
            let p = Double.random(in: 0.02...0.98, using: &random)
            let isHallucinated = Double.random(in: 0..<1, using: &random) < p
            examples.append(.init(probability: p, isHallucinated: isHallucinated, cluster: "\(place)"))
        }
        let study = try CalibrationStudy(examples)
        try #require(!study.improves)
        let text = String(decoding: CalibrationFile.bytes(study, judges: judges), as: UTF8.self)
        #expect(text.contains("\"kept\":false") && text.contains("\"log_loss_change\""))
        #expect {
            try file(text)
        } throws: {
            ($0 as? FielError)?.message == "is no calibration that fiel calibrate wrote"
        }
    }

    @Test("a member that is wrong is named with what was found and what is expected")
    func wrongMembers() throws {
        let good = try written()
        for (old, new, words) in [
            ("\"fiel_calibration\":1", "\"fiel_calibration\":2", "format 2, expected 1"),
            ("\"metric\":\"hallucination\"", "\"metric\":\"x\"", "\"x\", expected \"hallucination\""),
            ("\"version\":", "\"version\":0.5,\"v\":", "\"version\" is a number (0.5)"),
            ("\"slope\":", "\"slope\":1e9,\"s\":", "beyond ±1000"),
            ("\"offset\":", "\"offset\":-1e9,\"o\":", "beyond ±1000"),
            ("\"digest\":\"1\"", "\"digest\":1", "\"judges[0].digest\" is a number (1)"),
            ("\"judges\":[", "\"judges\":[7,", "\"judges[0]\" is a number (7)"),
        ] {
            let text = good.replacingOccurrences(of: old, with: new)
            try #require(text != good)
            let error = #expect(throws: FielError.self) { try file(text) }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
    }

    @Test("a file that is none, lacks a number or has an impossible one is an error")
    func damaged() throws {
        let good = try written()
        for bad in [
            "", "{}", "[]", good.replacingOccurrences(of: "\"slope\":", with: "\"slope\":-"),
            good.replacingOccurrences(of: "\"offset\"", with: "\"off\""), String(good.dropLast(20)),
        ] {
            #expect(throws: FielError.self) { try file(bad) }
        }
    }
}
