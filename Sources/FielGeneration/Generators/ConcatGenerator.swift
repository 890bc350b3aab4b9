public import FielCore

/// rag-concat: all passages in one prompt of any generator.
public struct ConcatGenerator: Generator {
    private let base: any Generator
    private let passages: [String]
    private let templates: PassageTemplates

    /// Puts passages, in the order given, before every prompt.
    public init(_ base: any Generator, passages: [String], _ templates: PassageTemplates = PassageTemplates()) {
        self.base = base
        self.passages = passages
        self.templates = templates
    }

    /// The name of the generator underneath.
    public var name: String { base.name }

    /// Answers one prompt from the passages.
    public func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> [Generation] {
        try await base.generate(templates.insert(passages, into: prompt), parameters, onText: onText)
    }
}
