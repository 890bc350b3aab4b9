import FielCore
import FielGeneration

/// `fiel generate`: answers a question, from passages or without.
enum GenerateCommand: Command {
    static let spec = CommandSpec(
        name: "generate",
        summary: "Answer a question with a language model, from passages or without",
        operands: [],
        options: [
            .languageModel, .endpoint,
            .init(name: "--question", value: "Q", help: "The question; --request may hold one instead"),
            .init(
                name: "--context-file",
                value: "F",
                repeats: true,
                help: "Passages: a .jsonl file of {\"text\",\"score\"}, or a text file whose paragraphs are passages"
            ),
            .init(
                name: "--strategy",
                value: "S",
                choices: Strategy.allCases.map(\.rawValue),
                help: "How passages take part; rag-concat with --context-file, zero-shot without"
            ),
            .init(
                name: "--prior-temperature",
                value: "T",
                help: "The prior of the passages is softmax(score / T); 1 unless given"
            ),
            .init(
                name: "--sequence",
                value: "V",
                choices: SequenceOptions.Variant.allCases.map(\.rawValue),
                help: "How rag-sequence scores its hypotheses; thorough unless given"
            ),
            .init(
                name: "--technique",
                value: "T",
                choices: Technique.allCases.map(\.rawValue),
                help: "How the question is put; zero-shot unless given"
            ),
            .init(
                name: "--examples",
                value: "FILE",
                help: "Solved questions for k-shot and chain-of-thought: JSON Lines with question, answer, reasoning"
            ),
            .init(
                name: "--template",
                value: "NAME=TEXT",
                repeats: true,
                help:
                    "Put other words in place of a template: passage, prompt, \(TechniqueTemplates.names.joined(separator: ", "))"
            ),
            .init(name: "--print-templates", help: "Print every template with its name, and do nothing else"),
            .init(name: "--system", value: "TEXT", help: "The system turn"),
            .init(name: "--raw", help: "No chat template around the prompt"),
        ] + CommandSpec.Option.decoding + [
            .init(name: "--likelihoods", help: "Show how likely each token was"),
            .init(name: "--json", help: "Print one JSON object an answer"),
            .threads, .precision,
        ],
        notes: [
            "An answer comes as it is generated; that of rag-sequence, of a beam search and of techniques with several "
                + "calls when it is done. The same seed gives the same answer, whatever the number of threads."
        ],
        examples: [
            .init(line: "fiel generate --question 'What is the capital of Portugal?'", purpose: "Ask the model alone"),
            .init(
                line:
                    "fiel generate --question 'When did it open?' --context-file passages.jsonl --strategy rag-token --json",
                purpose: "Answer from passages, and see which one each token came from"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        if arguments.has("--print-templates") {
            try console.write(templates)
            return .success
        }
        let job = try GenerationJob(arguments, console)
        let name = arguments.value("--model") ?? job.request.model
        let output = GenerationOutput(console, isJSON: arguments.has("--json"), job)
        if let service = try arguments.service(console, model: job.request.model) {
            try output.finish(try await job.run(with: service, onText: output.onText))
        } else {
            let model = try await models.languageModel(name, try JudgeOptions(arguments), console)
            try await answer(job, with: model, output)
        }
        return .success
    }

    /// The templates as declared, for people.
    private static var templates: String {
        let techniques = TechniqueTemplates()
        let named = TechniqueTemplates.names.map { ($0, techniques[$0] ?? "") }
        return (named + PassageTemplates().all.map { ($0.name, $0.source) })
            .map {
                "\($0.0)\n" + $0.1.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
            }
            .joined(separator: "\n")
    }

    private static func answer(
        _ job: GenerationJob,
        with model: some LanguageModel,
        _ output: GenerationOutput
    ) async throws(FielError) {
        let result = try await job.run(with: model, onText: output.onText)
        let prompt = job.request.likelihoods == .all ? try job.promptLikelihoods(of: result, with: model) : []
        try output.finish(result, prompt: prompt)
    }
}
