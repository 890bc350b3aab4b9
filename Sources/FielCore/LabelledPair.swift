/// A premise and a hypothesis with what is right to say of them.
public struct LabelledPair: Sendable, Hashable {
    /// What a label says.
    public enum Label: Sendable, Hashable {
        /// One of the three answers.
        case answer(EntailmentScores.Label)
        /// Whether the premise entails the hypothesis, and no more.
        case entails(Bool)

        /// The answers of which one is right.
        public var accepted: [EntailmentScores.Label] {
            switch self {
            case .answer(let label): [label]
            case .entails(true): [.entailment]
            case .entails(false): [.neutral, .contradiction]
            }
        }

        /// The name in data: `entailment`, `neutral`, `contradiction` or `not_entailment`.
        public var name: String { self == .entails(false) ? "not_entailment" : accepted[0].rawValue }
    }

    /// The texts.
    public var pair: TextPair
    /// What is right.
    public var label: Label
    /// What the pair was made from: pairs of one source are never divided between tuning and testing.
    public var group: String

    /// Joins a pair with its label; a pair without a group has its premise for one.
    public init(_ pair: TextPair, label: Label, group: String? = nil) {
        (self.pair, self.label, self.group) = (pair, label, group ?? pair.premise)
    }
}

extension EntailmentScores {
    /// The probability of an answer.
    public subscript(label: Label) -> Double {
        switch label {
        case .entailment: entailment
        case .neutral: neutral
        case .contradiction: contradiction
        }
    }

    /// The probability that a label is right.
    public func probability(of label: LabelledPair.Label) -> Double { label.accepted.reduce(0) { $0 + self[$1] } }

    /// Whether the model agrees with a label: of three answers the most probable counts, of two the one beyond one half.
    public func agrees(with label: LabelledPair.Label) -> Bool {
        switch label {
        case .answer(let answer): self.label == answer
        case .entails(let entails): (entailment >= 0.5) == entails
        }
    }
}
