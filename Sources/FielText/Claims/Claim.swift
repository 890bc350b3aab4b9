/// One statement of an answer.
public struct Claim: Sendable, Hashable {
    /// Why a statement cannot be true or false.
    public enum NotCheckable: String, Sendable, Hashable, CaseIterable {
        /// It asks.
        case question
        /// It greets, thanks, offers help or takes leave.
        case greeting
        /// It says that the answer is not known.
        case abstention
        /// It says only how sure the writer is.
        case hedge
        /// It says only how the writer takes what was said: "That's interesting!", "Me too."
        case reaction
        /// It speaks of the writer's own likes, wishes and habits: "I'm not a fan of it."
        case personal
        /// It names what follows.
        case heading
        /// It is program code.
        case code
        /// It holds no word.
        case noContent
    }

    /// The statement as it stands in the answer.
    public var text: String
    /// Its place, in Unicode scalars of the answer.
    public var range: Range<Int>
    /// What is judged: the text by itself, or joined with the question or the subject that it leans on.
    public var hypothesis: String
    /// What the other answer would say, of an answer of yes or no; nil of every other claim.
    public var opposite: String?
    /// Why it cannot be judged; nil where it can.
    public var reason: NotCheckable?

    /// Whether the statement can be judged.
    public var isCheckable: Bool { reason == nil }

    /// Makes a claim.
    public init(text: String, range: Range<Int>, hypothesis: String, reason: NotCheckable? = nil) {
        self.text = text
        self.range = range
        self.hypothesis = hypothesis
        self.reason = reason
    }
}
