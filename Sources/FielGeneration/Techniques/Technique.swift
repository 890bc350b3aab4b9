/// A named way of prompting.
public enum Technique: String, Sendable, Hashable, CaseIterable {
    /// The question alone.
    case zeroShot = "zero-shot"
    /// Solved questions first (Brown et al. 2020, arXiv 2005.14165).
    case kShot = "k-shot"
    /// Questions solved step by step first (Wei et al. 2022, arXiv 2201.11903).
    case chainOfThought = "chain-of-thought"
    /// Two calls: reasoning, then the answer from it (Kojima et al. 2022, arXiv 2205.11916).
    case zeroShotChainOfThought = "zero-shot-cot"
    /// A call that cuts the question into easier ones, then one for each (Zhou et al. 2022, arXiv 2205.10625).
    case leastToMost = "least-to-most"
    /// Two calls: the principle behind the question, then the answer from it (Zheng et al. 2023, arXiv 2310.06117).
    case stepBack = "step-back"
}

/// A solved question that stands as an example.
public struct Exemplar: Sendable, Hashable {
    /// What is asked.
    public var question: String
    /// The way to the answer; needed for chain-of-thought.
    public var reasoning: String?
    /// The answer.
    public var answer: String

    /// Joins a question with its solution.
    public init(question: String, reasoning: String? = nil, answer: String) {
        self.question = question
        self.reasoning = reasoning
        self.answer = answer
    }
}

/// The words of the techniques; names in braces are places for data.
public struct TechniqueTemplates: Sendable, Hashable {
    /// zero-shot.
    public var zeroShot = "{question}"
    /// k-shot: one example.
    public var exemplar = "Q: {question}\nA: {answer}\n\n"
    /// k-shot: the whole.
    public var kShot = "{exemplars}Q: {question}\nA:"
    /// chain-of-thought: one example.
    public var reasonedExemplar = "Q: {question}\nA: {reasoning} The answer is {answer}.\n\n"
    /// chain-of-thought: the whole.
    public var chainOfThought = "{exemplars}Q: {question}\nA:"
    /// zero-shot-cot: the first call.
    public var reasoning = "Q: {question}\nA: Let's think step by step."
    /// zero-shot-cot: the second call.
    public var conclusion = "Q: {question}\nA: Let's think step by step. {reasoning}\nTherefore, the answer is"
    /// least-to-most: the first call.
    public var decomposition = """
        To answer the question below, which simpler questions have to be answered first? Write one a line, easiest first.

        Question: {question}
        """
    /// least-to-most: a question that has been answered.
    public var solved = "Q: {question}\nA: {answer}\n\n"
    /// least-to-most: the call for one of the simpler questions, the last one for the question itself.
    public var subquestion = "{question}\n\n{solved}Q: {subquestion}\nA:"
    /// step-back: the first call.
    public var principle = """
        Which more general question, about a principle or concept, stands behind the question below? State it and answer it.

        Question: {question}
        """
    /// step-back: the second call.
    public var grounded = "Background: {principle}\n\nQ: {question}\nA:"

    /// The templates as declared.
    public init() {}

    /// A template by its name.
    public subscript(name: String) -> String? {
        get { Self.paths[name].map { self[keyPath: $0] } }
        set {
            guard let path = Self.paths[name], let newValue else { return }
            self[keyPath: path] = newValue
        }
    }

    /// The names of all templates, sorted.
    public static var names: [String] { paths.keys.sorted() }

    private static let paths: [String: any WritableKeyPath<TechniqueTemplates, String> & Sendable] = [
        "zero-shot": \.zeroShot, "exemplar": \.exemplar, "k-shot": \.kShot, "reasoned-exemplar": \.reasonedExemplar,
        "chain-of-thought": \.chainOfThought, "reasoning": \.reasoning, "conclusion": \.conclusion,
        "decomposition": \.decomposition, "solved": \.solved, "subquestion": \.subquestion, "principle": \.principle,
        "grounded": \.grounded,
    ]
}
