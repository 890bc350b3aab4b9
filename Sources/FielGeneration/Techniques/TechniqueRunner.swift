public import FielCore

/// One call of a generator on the way to an answer.
public struct TechniqueCall: Sendable, Hashable {
    /// The name of the template that made its prompt.
    public var step: String
    /// What was asked.
    public var prompt: Prompt
    /// The replies: one, but of the last call as many as samples.
    public var replies: [Generation]

    /// Joins the facts of a call.
    public init(step: String, prompt: Prompt, replies: [Generation]) {
        self.step = step
        self.prompt = prompt
        self.replies = replies
    }
}

/// What a technique came to.
public struct TechniqueResult: Sendable, Hashable {
    /// The technique.
    public var technique: Technique
    /// Every call, in order.
    public var calls: [TechniqueCall]

    /// Joins a technique with its calls.
    public init(technique: Technique, calls: [TechniqueCall]) {
        self.technique = technique
        self.calls = calls
    }

    /// The replies of the last call.
    public var generations: [Generation] { calls.last?.replies ?? [] }

    /// The final answers, one a reply of the last call.
    public var answers: [String] { generations.map { FinalAnswer.extract(from: $0.text) } }

    /// What all calls took together.
    public var usage: GenerationUsage {
        calls.flatMap(\.replies).reduce(into: GenerationUsage(promptTokens: 0, completionTokens: 0)) { sum, reply in
            sum.promptTokens += reply.usage.promptTokens
            sum.cachedPromptTokens += reply.usage.cachedPromptTokens
            sum.completionTokens += reply.usage.completionTokens
        }
    }
}

/// Asks a generator by a technique; through a strategy where the generator is one of a strategy.
public struct TechniqueRunner: Sendable {
    /// What may be changed.
    public struct Options: Sendable, Hashable {
        /// The words.
        public var templates = TechniqueTemplates()
        /// The examples of k-shot and chain-of-thought, in order.
        public var exemplars: [Exemplar] = []
        /// The system turn, where one is wanted.
        public var system: String?
        /// Whether the prompts are raw text, for a model that knows no conversations.
        public var isRaw = false
        /// The most simpler questions that least-to-most asks, besides the question itself.
        public var maxSubquestions = 8

        /// No examples, no system turn, conversations.
        public init() {}
    }

    private let generator: any Generator
    private let options: Options

    /// Asks the given generator.
    public init(_ generator: any Generator, _ options: Options = Options()) {
        self.generator = generator
        self.options = options
    }

    /// Answers a question.
    ///
    /// Only the last call gives `parameters.samples` replies, and only its text is streamed; the ones before it give one.
    ///
    /// - Throws: `FielError` where a template is wrong, examples are missing, or the generator fails.
    public func answer(
        _ question: String,
        by technique: Technique,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)? = nil
    ) async throws(FielError) -> TechniqueResult {
        var session = Session(generator: generator, options: options, parameters: parameters, onText: onText)
        let asked = ["question": [PromptPart.text(question)]]
        switch technique {
        case .zeroShot: try await session.last("zero-shot", asked)
        case .kShot:
            let exemplars = try exemplars("exemplar", ["question", "answer"])
            try await session.last("k-shot", asked.merging(["exemplars": exemplars]) { $1 })
        case .chainOfThought:
            let exemplars = try exemplars("reasoned-exemplar", ["question", "reasoning", "answer"])
            try await session.last("chain-of-thought", asked.merging(["exemplars": exemplars]) { $1 })
        case .zeroShotChainOfThought:
            let reasoning = try await session.next("reasoning", asked)
            try await session.last("conclusion", asked.merging(["reasoning": [.text(reasoning)]]) { $1 })
        case .leastToMost: try await leastToMost(question, &session)
        case .stepBack:
            let principle = try await session.next("principle", asked)
            try await session.last("grounded", asked.merging(["principle": [.text(principle)]]) { $1 })
        }
        return TechniqueResult(technique: technique, calls: session.calls)
    }

    private func leastToMost(_ question: String, _ session: inout Session) async throws(FielError) {
        let asked = ["question": [PromptPart.text(question)]]
        let plan = try await session.next("decomposition", asked)
        let template = try PromptTemplate(
            options.templates.solved,
            name: "solved",
            placeholders: ["question", "answer"]
        )
        var solved: [PromptPart] = []
        for simpler in Subquestions.read(plan, besides: question).prefix(max(0, options.maxSubquestions)) {
            let values = asked.merging(["solved": solved, "subquestion": [.text(simpler)]]) { $1 }
            let answer = try await session.next("subquestion", values)
            solved += template.fill(["question": [.text(simpler)], "answer": [.text(answer)]])
        }
        try await session.last(
            "subquestion",
            asked.merging(["solved": solved, "subquestion": [.text(question)]]) { $1 }
        )
    }

    private func exemplars(_ name: String, _ placeholders: [String]) throws(FielError) -> [PromptPart] {
        guard !options.exemplars.isEmpty else {
            throw FielError(.invalidArgument, "the technique needs examples, and there is none")
        }
        let template = try PromptTemplate(options.templates[name] ?? "", name: name, placeholders: placeholders)
        var parts: [PromptPart] = []
        for (index, exemplar) in options.exemplars.enumerated() {
            if placeholders.contains("reasoning") && exemplar.reasoning == nil {
                throw FielError(.invalidArgument, "example \(index + 1) has no reasoning, which chain-of-thought needs")
            }
            parts += template.fill([
                "question": [.text(exemplar.question)],
                "reasoning": [.text(exemplar.reasoning ?? "")],
                "answer": [.text(exemplar.answer)],
            ])
        }
        return parts
    }
}

extension TechniqueRunner {
    /// The calls of one answer.
    private struct Session {
        let generator: any Generator
        let options: Options
        let parameters: DecodingParameters
        let onText: (@Sendable (String) -> Void)?
        var calls: [TechniqueCall] = []

        /// A call whose reply goes into a later one.
        mutating func next(_ step: String, _ values: [String: [PromptPart]]) async throws(FielError) -> String {
            var single = parameters
            single.samples = 1
            let prompt = try prompt(step, values)
            let replies = try await generator.generate(prompt, single, onText: nil)
            calls.append(TechniqueCall(step: step, prompt: prompt, replies: replies))
            return replies.first?.text.trimmed ?? ""
        }

        /// The call that gives the answer.
        mutating func last(_ step: String, _ values: [String: [PromptPart]]) async throws(FielError) {
            let prompt = try prompt(step, values)
            let replies = try await generator.generate(prompt, parameters, onText: onText)
            calls.append(TechniqueCall(step: step, prompt: prompt, replies: replies))
        }

        private func prompt(_ step: String, _ values: [String: [PromptPart]]) throws(FielError) -> Prompt {
            let source = options.templates[step] ?? ""
            let parts = try PromptTemplate(source, name: step, placeholders: values.keys.sorted()).fill(values)
            let system = options.system.map { [ChatMessage(.system, [.text($0)])] } ?? []
            if options.isRaw { return .raw(system.flatMap(\.content) + parts) }
            return .chat(system + [ChatMessage(.user, parts)])
        }
    }
}
