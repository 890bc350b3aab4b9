public import FielCore

/// A prompt as tokens, and how much of it other prompts are likely to begin with.
public struct TokenPrompt: Sendable, Hashable {
    /// The tokens, at least one.
    public var tokens: [Int32]
    /// How many of the first tokens are worth keeping for later prompts, such as those of a passage that comes first.
    public var reusableCount: Int

    /// Joins tokens with the length of their reusable beginning.
    public init(_ tokens: [Int32], reusableCount: Int = 0) {
        self.tokens = tokens
        self.reusableCount = min(max(0, reusableCount), tokens.count)
    }

    /// Cuts a prompt into tokens.
    ///
    /// A word may go from the reusable parts into the next one: only the tokens that both share are reusable.
    ///
    /// - Parameters:
    ///   - parts: the whole prompt.
    ///   - reusableParts: how many of the first parts other prompts are likely to begin with.
    public init(_ parts: [PromptPart], reusableParts: Int = 0, _ vocabulary: some TokenVocabulary) {
        let tokens = vocabulary.tokens(of: parts)
        let head = reusableParts > 0 ? vocabulary.tokens(of: Array(parts.prefix(reusableParts))) : []
        self.init(tokens, reusableCount: tokens.sharedPrefix(with: head))
    }
}

extension TokenPrompt {
    /// The prompt cut to a number of tokens.
    ///
    /// - Parameter truncation: the end that is cut; `none` leaves it as it is.
    public func truncated(_ truncation: GenerationRequest.Truncation, to count: Int) -> TokenPrompt {
        guard tokens.count > count else { return self }
        switch truncation {
        case .none: return self
        case .start: return TokenPrompt(Array(tokens.suffix(max(0, count))))
        case .end: return TokenPrompt(Array(tokens.prefix(max(0, count))), reusableCount: reusableCount)
        }
    }
}

extension [Int32] {
    /// How many of the first tokens two texts share.
    func sharedPrefix(with other: [Int32]) -> Int {
        zip(self, other).prefix { $0 == $1 }.count
    }
}
