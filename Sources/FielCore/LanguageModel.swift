/// A part of a prompt: the template's own words, or data that it carries.
public enum PromptPart: Sendable, Hashable {
    /// Words of the template: the names of special tokens in them stand for those tokens.
    case template(String)
    /// Data, such as a question or a passage: whatever it says is text, also where it names a special token.
    case text(String)

    /// The part's characters.
    public var string: String {
        switch self {
        case .template(let string), .text(let string): string
        }
    }
}

/// The tokens that a language model reads and writes.
public protocol TokenVocabulary: Sendable {
    /// The number of tokens; ids are `0..<vocabularySize`.
    var vocabularySize: Int { get }

    /// The tokens that end an answer.
    var endTokens: Set<Int32> { get }

    /// The ids of a prompt, exactly; nothing is added around it.
    ///
    /// The parts are one text: a word may go from one part into the next. Only the names of special tokens are looked
    /// for in templates alone.
    func tokens(of prompt: [PromptPart]) -> [Int32]

    /// The bytes of text that a token stands for; none for a special token.
    ///
    /// One token may hold a part of a character only: text is made from the bytes of all tokens.
    func bytes(of token: Int32) -> [UInt8]

    /// The id of a special token by its name, such as `<|im_end|>`.
    func specialToken(named name: String) -> Int32?
}

/// Which of the distributions that a model computes on its way are wanted.
public enum WantedLogits: Sendable, Hashable {
    /// None: the tokens only go into the context.
    case none
    /// The one after the last token.
    case last
    /// The one after each token.
    case all
}

/// Tokens to be read after a context.
public struct Continuation<Context: Sendable>: Sendable {
    /// What has been read before.
    public var context: Context
    /// What to read, at least one token.
    public var tokens: [Int32]
    /// Which distributions are wanted.
    public var logits: WantedLogits

    /// Continues a context with tokens.
    public init(_ context: Context, tokens: [Int32], logits: WantedLogits = .last) {
        self.context = context
        self.tokens = tokens
        self.logits = logits
    }
}

/// A context after it has been continued.
public struct ContinuedContext<Context: Sendable>: Sendable {
    /// What has been read up to now.
    public var context: Context
    /// The wanted distributions in the order of the tokens: unnormalised log-probabilities, one a token of the
    /// vocabulary.
    public var logits: [[Float]]

    /// Joins a context with the distributions computed on the way to it.
    public init(context: Context, logits: [[Float]] = []) {
        self.context = context
        self.logits = logits
    }
}

/// An autoregressive language model that gives the whole distribution of the next token.
///
/// A context is a value: continuing it leaves it as it was, so any number of continuations share what they have in
/// common (the passages of one question, the hypotheses of a beam), and the model computes it once.
public protocol LanguageModel: TokenVocabulary {
    /// What a model has read; cheap to copy.
    associatedtype Context: Sendable

    /// The model's name, for people.
    var name: String { get }

    /// The most tokens that a context may hold.
    var contextLength: Int { get }

    /// The chat template of the model file (Jinja), where it has one.
    var chatTemplate: String? { get }

    /// The context in which nothing has been read.
    var emptyContext: Context { get }

    /// The number of tokens in a context.
    func count(of context: Context) -> Int

    /// Reads tokens after each of several contexts, all in one pass over the model's weights.
    ///
    /// A result does not depend on the other continuations, nor on how its tokens were cut into continuations.
    ///
    /// - Returns: one continued context a continuation, in order.
    /// - Throws: `FielError` with code `invalidArgument` where a context would grow beyond `contextLength` or a token is
    ///   not in the vocabulary, `malformedModel` where the weights are such that a result is not finite.
    func extend(
        _ continuations: [Continuation<Context>]
    ) throws(FielError) -> [ContinuedContext<Context>]
}
