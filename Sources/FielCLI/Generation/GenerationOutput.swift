import FielCore
import FielGeneration
import FielText

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Shows what was generated: as it comes for people, as JSON for programs.
struct GenerationOutput: Sendable {
    private let console: Console
    private let isJSON: Bool
    private let job: GenerationJob

    /// Shows the answers of a job.
    init(_ console: Console, isJSON: Bool, _ job: GenerationJob) {
        self.console = console
        self.isJSON = isJSON
        self.job = job
    }

    /// Takes the text of the first answer as it comes; nil where nothing is shown before the end.
    var onText: (@Sendable (String) -> Void)? {
        guard streams else { return nil }
        return { text in try? console.write(shown(text)) }
    }

    private var streams: Bool { !isJSON && !job.request.isEcho }

    /// Shows what is not shown yet.
    ///
    /// - Parameter prompt: the tokens of the prompt, where their likelihoods are wanted.
    func finish(_ result: TechniqueResult, prompt: [GeneratedToken] = []) throws(FielError) {
        for (index, reply) in result.generations.enumerated() {
            var generation = reply
            if job.request.isEcho { generation.text = (result.calls.last?.prompt.text ?? "") + generation.text }
            if isJSON {
                try writeJSON(generation, index, of: result, prompt)
            } else {
                try writeText(generation, index, of: result, prompt)
            }
        }
    }

    private func writeJSON(
        _ generation: Generation,
        _ index: Int,
        of result: TechniqueResult,
        _ prompt: [GeneratedToken]
    ) throws(FielError) {
        var options = Generation.JSONOptions()
        options.showsAlternatives = job.parameters.alternatives > 0
        options.answer = result.technique == .zeroShot ? nil : result.answers[index]
        options.prompt = prompt
        options.calls = result.calls
        options.extractiveness = job.passageTexts.flatMap {
            Extractiveness(answer: generation.text, passages: $0)
        }
        var json = JSONWriter()
        generation.write(to: &json, options)
        try console.write(json.text + "\n")
    }

    private func writeText(
        _ generation: Generation,
        _ index: Int,
        of result: TechniqueResult,
        _ prompt: [GeneratedToken]
    ) throws(FielError) {
        if result.generations.count > 1 && (index > 0 || !streams) { try console.write(index > 0 ? "\n" : "") }
        if index > 0 || !streams { try console.write(shown(generation.text)) }
        try console.write("\n")
        let answer = result.answers[index]
        if result.technique != .zeroShot && answer != generation.text {
            try console.write(console.style.bold("Answer: ") + shown(answer) + "\n")
        }
        if job.showsLikelihoods { try writeLikelihoods(generation, prompt) }
    }

    private func writeLikelihoods(_ generation: Generation, _ prompt: [GeneratedToken]) throws(FielError) {
        var lines: [String] = []
        for token in prompt + generation.tokens {
            let isKnown = !token.logProbability.isNaN
            let probability = isKnown ? DecimalText.fixed(exp(token.logProbability) * 100, digits: 1) : "–"
            let posterior = token.posterior.map { DecimalText.fixed($0, digits: 2) }.joined(separator: " ")
            let alternatives = token.alternatives.map {
                "\(quoted($0.text)) \(DecimalText.fixed(exp($0.logProbability) * 100, digits: 1))"
            }
            lines.append(
                TextLayout.padded("  \(quoted(token.text))", to: 24)
                    + TextLayout.aligned("\(probability) %", to: 9)
                    + (posterior.isEmpty ? "" : "  [\(posterior)]")
                    + (alternatives.isEmpty ? "" : "  " + alternatives.joined(separator: ", "))
            )
        }
        if let total = generation.logLikelihood {
            lines.append("  log-likelihood \(DecimalText.fixed(total, digits: 4))")
        }
        for (index, passage) in generation.passages.enumerated() {
            lines.append(
                "  passage \(index + 1): prior \(DecimalText.fixed(passage.prior)), posterior \(DecimalText.fixed(passage.posterior))"
            )
        }
        try console.write(lines.map { console.style.dim($0) + "\n" }.joined())
    }

    private func quoted(_ text: String) -> String { TextLayout.shortened(text.debugDescription, to: 40) }

    /// Text for a terminal, where control characters could steer it; as it is everywhere else.
    private func shown(_ text: String) -> String {
        guard console.outputIsTerminal else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map {
                TextLayout.printable(
                    $0.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ")
                )
            }
            .joined(separator: "\n")
    }
}
