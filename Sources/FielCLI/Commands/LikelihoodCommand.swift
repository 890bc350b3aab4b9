import FielCore
import FielGeneration

/// `fiel likelihood`: how probable texts are after prompts, by RAG-Sequence and RAG-Token.
enum LikelihoodCommand: Command {
    static let spec = CommandSpec(
        name: "likelihood",
        summary: "Score continuations of prompts with a language model",
        operands: [
            .init(
                name: "SPEC|-",
                help: "JSON: {\"prompts\":[…], \"log_priors\":[…], \"continuations\":[…]}; - reads standard input"
            )
        ],
        options: [
            .languageModel,
            .init(
                name: "--generate",
                value: "S",
                choices: ["rag-token", "rag-sequence"],
                help: "Decode greedily from the prompts in place of scoring"
            ),
            .init(name: "--max-tokens", value: "N", help: "The most tokens that --generate gives; 256 unless given"),
            .init(
                name: "--sequence",
                value: "V",
                choices: SequenceOptions.Variant.allCases.map(\.rawValue),
                help: "How --generate rag-sequence scores; thorough unless given"
            ),
            .threads,
            .init(
                name: "--precision",
                value: "P",
                choices: ["f32", "int8"],
                help: "Arithmetic of the model; f32 unless given, because the numbers are what is wanted here"
            ),
        ],
        notes: [
            "Prompts are raw: the names of special tokens in them stand for those tokens, and nothing is added around them. "
                + "Continuations are text. All numbers are natural logarithms; null stands for the logarithm of 0."
        ],
        examples: [
            .init(
                line:
                    "echo '{\"prompts\":[\"The capital of France is\"],\"continuations\":[\" Paris\",\" Rome\"]}' | fiel likelihood -",
                purpose: "Which is the likelier word"
            )
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let strategy = arguments.value("--generate").flatMap(Strategy.init)
        if strategy == nil, let option = ["--max-tokens", "--sequence"].first(where: arguments.has) {
            throw FielError(.invalidArgument, "\(option) needs --generate")
        }
        let path = arguments.operands[0]
        let bytes = try console.readAll(path, atMost: 256 << 20)
        let spec = try configuration(path) { () throws(FielError) in try LikelihoodSpec(parsing: bytes) }
        var parameters = DecodingParameters()
        if let count = try arguments.count("--max-tokens") { parameters.maxTokens = count }
        var options = try JudgeOptions(arguments)
        options.usesFullPrecision = arguments.value("--precision") != "int8"
        let model = try await models.languageModel(arguments.value("--model"), options, console)
        var json = JSONWriter()
        if let strategy {
            let variant = arguments.value("--sequence").flatMap(SequenceOptions.Variant.init) ?? .thorough
            try generate(spec, strategy, variant, parameters, with: model).write(to: &json)
        } else {
            guard !spec.continuations.isEmpty else {
                throw FielError(
                    .invalidArgument,
                    "the likelihood spec has no continuations",
                    hint: "add some, or use --generate",
                    at: .init(file: path)
                )
            }
            try likelihoods(spec, with: model).write(to: &json)
        }
        try console.write(json.text + "\n")
        return .success
    }

    private static func likelihoods(
        _ spec: LikelihoodSpec,
        with model: some LanguageModel
    ) throws(FielError) -> LikelihoodReport {
        try spec.likelihoods(model)
    }

    private static func generate<Model: LanguageModel>(
        _ spec: LikelihoodSpec,
        _ strategy: Strategy,
        _ variant: SequenceOptions.Variant,
        _ parameters: DecodingParameters,
        with model: Model
    ) throws(FielError) -> Generation {
        var options = SequenceOptions()
        options.variant = variant
        let form: MarginalGenerator<Model>.Form = strategy == .ragToken ? .ragToken : .ragSequence(options)
        guard let generation = try spec.generate(model, form, parameters).first else {
            throw FielError(.internalError, "the decoder gave no answer")
        }
        return generation
    }
}

/// Reads what configures a command: what is wrong with it is a wrong argument, not a line of data.
func configuration<R>(_ path: String, _ read: () throws(FielError) -> R) throws(FielError) -> R {
    do {
        return try read()
    } catch {
        guard error.code == .malformedInput else { throw error.located(at: .init(file: path)) }
        throw FielError(.invalidArgument, error.message, hint: error.hint, at: error.location ?? .init(file: path))
    }
}
