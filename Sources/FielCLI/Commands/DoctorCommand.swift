import FielCore
import FielSuite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `fiel doctor`: whether everything is there and works, and how fast it is.
enum DoctorCommand: Command {
    static let spec = CommandSpec(
        name: "doctor",
        summary: "Check this machine: instructions, threads, models, a self-test and the speed",
        options: [.threads, .precision, .json],
        notes: ["Exit code 0 says that the self-test passed; 70 that it did not."],
        examples: [.init(line: "fiel doctor", purpose: "See what Fiel found and whether it works")]
    )

    /// What was found, in the order of display.
    private struct Findings {
        var facts: [(name: String, value: String)] = []
        var passes = true

        mutating func add(_ name: String, _ value: String) { facts.append((name, value)) }

        /// Records a check, and its error where it fails.
        mutating func check(_ name: String, _ body: () async throws(FielError) -> String) async {
            do throws(FielError) {
                add(name, try await body())
            } catch {
                passes = false
                add(name, "failed: \(error)")
            }
        }
    }

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let options = try JudgeOptions(arguments)
        var findings = Findings()
        findings.add("version", Program.version)
        findings.add("system", ProcessInfo.processInfo.operatingSystemVersionString)
        findings.add("threads", "\(options.threads ?? ProcessorCores.available) of \(ProcessorCores.available) cores")
        await findings.check("instructions") { () throws(FielError) in
            let sets = try models.instructionSets()
            return "\(sets.current) (this processor has \(sets.supported.joined(separator: ", ")))"
        }
        await findings.check("models") { () throws(FielError) in
            try models.models().map { card in
                "\(card.name) at \(card.facts.first { $0.name == "path" }?.value ?? "an unknown place")"
            }.joined(separator: ", ")
        }
        await findings.check("self-test") { () throws(FielError) in try await selfTest(models.evaluator(options)) }
        await findings.check("embedding speed") { () throws(FielError) in
            let embedder = try models.embedder(options)
            let texts = Array(repeating: SelfTest.contexts[0], count: 32)
            return try await rate("texts", of: texts.count) { () throws(FielError) in
                _ = try await embedder.embed(texts)
            }
        }
        await findings.check("NLI speed") { () throws(FielError) in
            let classifier = try models.classifier(options)
            let pairs = Array(
                repeating: TextPair(premise: SelfTest.contexts[0], hypothesis: SelfTest.answer),
                count: 32
            )
            return try await rate("pairs", of: pairs.count) { () throws(FielError) in
                _ = try await classifier.classify(pairs)
            }
        }
        try console.write(arguments.has("--json") ? json(findings) : table(findings, console.style))
        return findings.passes ? .success : .internalError
    }

    /// A sample with one true and one false statement.
    private enum SelfTest {
        static let question = "How long is the main span of the Akashi Kaikyō Bridge?"
        static let contexts = ["The main span of the Akashi Kaikyō Bridge is 1,991 metres long."]
        static let answer = "The main span is 1,991 metres long. The main span is 2,991 metres long."
        static let verdicts: [Verdict] = [.supported, .contradicted]
    }

    private static func selfTest(_ evaluator: any SampleEvaluator) async throws(FielError) -> String {
        let sample = Sample(
            id: "self-test",
            question: SelfTest.question,
            contexts: SelfTest.contexts,
            answer: SelfTest.answer
        )
        let found = await evaluator.evaluate([sample]).flatMap(\.claims).map(\.verdict)
        guard found == SelfTest.verdicts else {
            let words = found.map(\.rawValue).joined(separator: ", ")
            let expected = SelfTest.verdicts.map(\.rawValue).joined(separator: ", ")
            throw FielError(.internalError, "the verdicts are \(words.isEmpty ? "none" : words), expected \(expected)")
        }
        return "passed: a true claim is supported, a false one contradicted"
    }

    /// Runs a batch for about half a second, after one run to warm up.
    private static func rate(
        _ noun: String,
        of count: Int,
        _ batch: () async throws(FielError) -> Void
    ) async throws(FielError) -> String {
        try await batch()
        let start = ContinuousClock.now
        var done = 0
        repeat {
            try await batch()
            done += count
        } while ContinuousClock.now - start < .milliseconds(500)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return "\(DecimalText.fixed(Double(done) / seconds, digits: 0)) \(noun) a second"
    }

    private static func table(_ findings: Findings, _ style: Style) -> String {
        let width = (findings.facts.map(\.name.count).max() ?? 0) + 2
        let lines = findings.facts.map { fact in
            let value = fact.value.hasPrefix("failed") ? style.red(fact.value) : fact.value
            return TextLayout.padded(fact.name, to: width) + value + "\n"
        }
        return lines.joined()
    }

    private static func json(_ findings: Findings) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("passed", findings.passes)
            for fact in findings.facts {
                json.key(fact.name.lowercased().replacing(" ", with: "_").replacing("-", with: "_"))
                json.value(fact.value)
            }
        }
        return json.text + "\n"
    }
}
