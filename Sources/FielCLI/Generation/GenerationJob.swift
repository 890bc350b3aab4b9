import FielCore
import FielGeneration

/// What `fiel generate` is asked for, read and checked before the model is loaded.
struct GenerationJob: Sendable {
    let request: GenerationRequest
    let parameters: DecodingParameters
    let showsLikelihoods: Bool
    /// The passages that the answer comes from; nil where there are none.
    var passageTexts: [String]? { strategy == .zeroShot ? nil : retrieval?.passages }
    private let question: String?
    private let retrieval: RetrievedPassages?
    private let strategy: Strategy
    private let sequence: SequenceOptions
    private let technique: Technique
    private let options: TechniqueRunner.Options
    private let passages: PassageTemplates

    /// Reads the options and the files they name.
    ///
    /// - Throws: `FielError` that names the option or the file.
    init(_ arguments: Arguments, _ console: Console) throws(FielError) {
        request = try Self.request(arguments.value("--request"), console)
        parameters = try arguments.decoding(over: request)
        showsLikelihoods = arguments.has("--likelihoods") || request.likelihoods != .none
        question = arguments.value("--question")
        guard (question == nil) != (request.prompt == nil) else {
            throw FielError(
                .invalidArgument,
                question == nil ? "there is no question" : "--question and the request's prompt are both given",
                hint: "give --question, or a --request with a prompt or messages"
            )
        }
        technique = arguments.value("--technique").flatMap(Technique.init) ?? .zeroShot
        guard question != nil || technique == .zeroShot else {
            throw FielError(.invalidArgument, "--technique \(technique.rawValue) needs --question")
        }
        let files = arguments.all("--context-file")
        let temperature = try arguments.number("--prior-temperature") ?? 1
        retrieval = files.isEmpty ? nil : try PassageFile.retrieval(files, temperature: temperature, console)
        strategy = arguments.value("--strategy").flatMap(Strategy.init) ?? (files.isEmpty ? .zeroShot : .ragConcat)
        guard strategy == .zeroShot || retrieval != nil else {
            throw FielError(.invalidArgument, "--strategy \(strategy.rawValue) needs --context-file")
        }
        var sequence = SequenceOptions()
        sequence.variant = arguments.value("--sequence").flatMap(SequenceOptions.Variant.init) ?? .thorough
        self.sequence = sequence
        (options, passages) = try Self.words(arguments, request, console)
    }

    /// The request in a file, or an empty one.
    static func request(_ path: String?, _ console: Console) throws(FielError) -> GenerationRequest {
        guard let path else { return GenerationRequest() }
        let bytes = try console.readAll(path, atMost: 64 << 20)
        return try configuration(path) { () throws(FielError) in try GenerationRequest(parsing: bytes) }
    }

    private static func words(
        _ arguments: Arguments,
        _ request: GenerationRequest,
        _ console: Console
    ) throws(FielError) -> (TechniqueRunner.Options, PassageTemplates) {
        var options = TechniqueRunner.Options()
        var passages = PassageTemplates()
        options.isRaw = arguments.has("--raw")
        let system = [arguments.value("--system"), request.format.instruction].compactMap(\.self)
        options.system = system.isEmpty ? nil : system.joined(separator: " ")
        for text in arguments.all("--template") {
            let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2 else {
                throw FielError(.invalidArgument, "--template is \"\(text)\", expected NAME=TEXT")
            }
            switch sides[0] {
            case "passage": passages.passage = sides[1]
            case "prompt": passages.prompt = sides[1]
            default:
                let names = TechniqueTemplates.names
                guard names.contains(sides[0]) else {
                    throw Arguments.unknown(sides[0], among: names + ["passage", "prompt"], of: "generate")
                }
                options.templates[sides[0]] = sides[1]
            }
        }
        if let path = arguments.value("--examples") { options.exemplars = try exemplars(path, console) }
        return (options, passages)
    }

    private static func exemplars(_ path: String, _ console: Console) throws(FielError) -> [Exemplar] {
        var exemplars: [Exemplar] = []
        let lines = try console.readAll(path, atMost: 16 << 20).split(separator: UInt8(ascii: "\n"))
        for (index, line) in lines.enumerated() {
            let value = try configuration(path) { () throws(FielError) in try JSONValue(parsing: line) }
            guard let question = value.object?["question"]?.string, let answer = value.object?["answer"]?.string else {
                throw FielError(
                    .invalidArgument,
                    "has no \"question\" and \"answer\" that are strings",
                    at: .init(file: path, line: index + 1)
                )
            }
            exemplars.append(
                Exemplar(question: question, reasoning: value.object?["reasoning"]?.string, answer: answer)
            )
        }
        return exemplars
    }

    /// Generates with a model of Fiel's own engine.
    ///
    /// - Parameter onText: takes the text of the first answer as it comes.
    func run(
        with model: some LanguageModel,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> TechniqueResult {
        let base = try builtIn(model)
        guard let retrieval else { return try await ask(base, onText) }
        return try await ask(base.answering(by: strategy, from: retrieval, passages, sequence: sequence), onText)
    }

    /// Generates with a service, which gives no distributions to be mixed.
    func run(
        with service: RemoteGenerator,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> TechniqueResult {
        guard strategy == .zeroShot || strategy == .ragConcat else {
            throw Self.needsProbabilities(strategy)
        }
        guard let retrieval, strategy == .ragConcat else { return try await ask(service, onText) }
        return try await ask(ConcatGenerator(service, passages: retrieval.passages, passages), onText)
    }

    /// The error that a service cannot answer by a strategy.
    static func needsProbabilities(_ strategy: Strategy) -> FielError {
        FielError(
            .unsupported,
            "--strategy \(strategy.rawValue) needs the probabilities of all tokens, which a service does not give",
            hint: "use rag-concat, or a model without --endpoint"
        )
    }

    private func builtIn<Model: LanguageModel>(_ model: Model) throws(FielError) -> BuiltInGenerator<Model> {
        let family = options.isRaw ? ChatFamily(.chatML) : nil  // a raw prompt needs no template to be recognised
        var base = try BuiltInGenerator(model, family: family)
        base.truncation = request.truncation
        base.promptLimit = max(1, model.contextLength - parameters.maxTokens)
        return base
    }

    private func ask(
        _ generator: any Generator,
        _ onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> TechniqueResult {
        if let question {
            return try await TechniqueRunner(generator, options).answer(
                question,
                by: technique,
                parameters,
                onText: onText
            )
        }
        let prompt = prompt
        let replies = try await generator.generate(prompt, parameters, onText: onText)
        return TechniqueResult(
            technique: technique,
            calls: [TechniqueCall(step: "request", prompt: prompt, replies: replies)]
        )
    }

    /// The tokens of the prompt that the answer followed, with their log-probabilities; the first one has none.
    ///
    /// - Throws: `FielError` with code `unsupported` where there is a prompt for each passage.
    func promptLikelihoods<Model: LanguageModel>(
        of result: TechniqueResult,
        with model: Model
    ) throws(FielError) -> [GeneratedToken] {
        guard strategy == .zeroShot || strategy == .ragConcat, let asked = result.calls.last?.prompt else {
            throw FielError(
                .unsupported,
                "returnLikelihoods is ALL, but \(strategy.rawValue) has a prompt for each passage"
            )
        }
        let prompt =
            if let retrieval, strategy == .ragConcat {
                try passages.insert(retrieval.passages, into: asked)
            } else {
                asked
            }
        return try builtIn(model).likelihoods(of: prompt)
    }

    /// The request's prompt, with the system turn of the options before it.
    private var prompt: Prompt {
        switch request.prompt {
        case .raw(let parts) where options.isRaw: .raw(parts)
        case .raw(let parts): .chat(systemTurn + [ChatMessage(.user, parts)])
        case .chat(let messages): .chat((messages.first?.role == .system ? [] : systemTurn) + messages)
        case nil: .raw([])
        }
    }

    private var systemTurn: [ChatMessage] { options.system.map { [ChatMessage(.system, [.text($0)])] } ?? [] }
}
