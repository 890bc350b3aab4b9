/// A change of a sample whose effect on the truth of a claim is known without a label.
///
/// Metamorphic testing (Chen, Cheung & Yiu 1998; Ribeiro et al., "Beyond accuracy: behavioral testing of NLP models with
/// CheckList", ACL 2020): it is not known whether an answer is right, but how the verdict must move when it is changed.
public enum Perturbation: String, Sendable, Hashable, CaseIterable {
    /// An amount of the claim becomes another one, which stands nowhere in the passages.
    case number
    /// A year or a day of the claim becomes another one, which stands nowhere in the passages.
    case date
    /// A name of the claim becomes one of another sample, which stands nowhere in the passages.
    case entity
    /// A "not" is put into the claim, or taken out of it.
    case negation
    /// The unit, currency or scale of an amount becomes another one.
    case unit
    /// A bound of an amount turns round: at least, at most.
    case bound
    /// A comparison, an order or a direction becomes its opposite.
    case quantifier
    /// The passage that the claim rests on is taken away, and with it a fact that no other passage holds.
    case evidenceRemoved = "evidence-removed"
    /// A passage of another sample comes in.
    case distractor
    /// The passages come in another order.
    case reordered
    /// The sentences of the answer become list items or lines, or the space between words changes.
    case formatting

    /// Whether a claim that was supported must lose its support; otherwise it must keep it.
    public var changesTruth: Bool {
        switch self {
        case .number, .date, .entity, .negation, .unit, .bound, .quantifier, .evidenceRemoved: true
        case .distractor, .reordered, .formatting: false
        }
    }
}
