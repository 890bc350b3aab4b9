import FielCore

/// A language model that reads no further once the user has interrupted the run.
struct StoppableModel<Base: LanguageModel>: LanguageModel {
    let base: Base
    let isStopped: @Sendable () -> Bool

    var name: String { base.name }
    var vocabularySize: Int { base.vocabularySize }
    var endTokens: Set<Int32> { base.endTokens }
    var contextLength: Int { base.contextLength }
    var chatTemplate: String? { base.chatTemplate }
    var emptyContext: Base.Context { base.emptyContext }

    func tokens(of prompt: [PromptPart]) -> [Int32] { base.tokens(of: prompt) }
    func bytes(of token: Int32) -> [UInt8] { base.bytes(of: token) }
    func specialToken(named name: String) -> Int32? { base.specialToken(named: name) }
    func count(of context: Base.Context) -> Int { base.count(of: context) }

    func extend(
        _ continuations: [Continuation<Base.Context>]
    ) throws(FielError) -> [ContinuedContext<Base.Context>] {
        guard !isStopped() else { throw FielError(.interrupted, "interrupted") }
        return try base.extend(continuations)
    }
}
