/// How passages take part in an answer.
public enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// They do not: p(y|x).
    case zeroShot = "zero-shot"
    /// All in one prompt, which is what most products do.
    case ragConcat = "rag-concat"
    /// One passage explains the whole answer: p(y|x) = Σ_z p(z|x) Π_i p(y_i | x, z, y_<i).
    case ragSequence = "rag-sequence"
    /// Every token may come from another passage: p(y|x) = Π_i Σ_z p(z|x) p(y_i | x, z, y_<i).
    case ragToken = "rag-token"
}

extension BuiltInGenerator {
    /// This model as a generator that answers from passages by a strategy.
    ///
    /// - Parameters:
    ///   - retrieval: the passages and their prior; zero-shot ignores them, rag-concat ignores the prior.
    ///   - sequence: how RAG-Sequence scores and ranks.
    public func answering(
        by strategy: Strategy,
        from retrieval: RetrievedPassages,
        _ templates: PassageTemplates = PassageTemplates(),
        sequence: SequenceOptions = SequenceOptions()
    ) -> any Generator {
        switch strategy {
        case .zeroShot: self
        case .ragConcat: ConcatGenerator(self, passages: retrieval.passages, templates)
        case .ragSequence: MarginalGenerator(self, .ragSequence(sequence), retrieval, templates)
        case .ragToken: MarginalGenerator(self, .ragToken, retrieval, templates)
        }
    }
}
