/// What a retriever found for a question.
public struct RetrievedPassages: Sendable, Hashable {
    /// The passages.
    public var passages: [String]
    /// One value a passage.
    public var prior: PassagePrior

    /// Joins passages with their prior.
    public init(_ passages: [String], prior: PassagePrior) {
        self.passages = passages
        self.prior = prior
    }
}
