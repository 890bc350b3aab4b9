/// What kind of answer a question asks for.
public enum AnswerType: String, Sendable, Hashable, CaseIterable {
    /// When: a date, a year, a time of day, a duration's end.
    case time
    /// Who.
    case person
    /// Where.
    case place
    /// How many, how much, how long.
    case quantity
    /// Yes or no.
    case yesNo
    /// Why.
    case reason
    /// How.
    case manner
    /// What something is.
    case definition
    /// One of the things that the question names.
    case choice
    /// Anything else.
    case other
}
