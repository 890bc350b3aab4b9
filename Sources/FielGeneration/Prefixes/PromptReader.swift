import FielCore

/// Reads prompts: what they begin with in common once, the rest of all of them in one pass.
struct PromptReader<Model: LanguageModel>: Sendable {
    /// What has been read of the prompts.
    struct Reading: Sendable {
        /// One a prompt.
        var contexts: [Model.Context]
        /// The logits of the token after each prompt.
        var logits: [[Float]]
        /// The tokens of all prompts together.
        var promptTokens: Int
        /// Those of them that were not computed, because another prompt or the cache had them.
        var cachedTokens: Int
    }

    let model: Model
    var cache: PrefixCache<Model.Context>?

    /// Reads prompts of at least one token each.
    func read(_ prompts: [TokenPrompt]) throws(FielError) -> Reading {
        try check(prompts)
        var state = State(prompts.map { known(of: $0.tokens.dropLast()) })
        try readShared(prompts, &state)
        if cache != nil { try readReusable(prompts, &state) }
        let rest = zip(prompts, state.known).map { prompt, known in
            Continuation(known.context, tokens: Array(prompt.tokens[known.count...]))
        }
        let read = try model.checkedExtend(rest)
        let total = prompts.reduce(0) { $0 + $1.tokens.count }
        let computed = rest.reduce(state.computed) { $0 + $1.tokens.count }
        return Reading(
            contexts: read.map(\.context),
            logits: read.map { $0.logits[0] },
            promptTokens: total,
            cachedTokens: total - computed
        )
    }

    private typealias Known = (context: Model.Context, count: Int)

    private struct State {
        var known: [Known]
        var computed = 0

        init(_ known: [Known]) { self.known = known }
    }

    /// Reads what all prompts begin with, unless more of each is known already.
    private func readShared(_ prompts: [TokenPrompt], _ state: inout State) throws(FielError) {
        guard prompts.count > 1, let first = prompts.first else { return }
        // The last token of each prompt is left, because the distribution after it is wanted.
        let shared = prompts.reduce(first.tokens.count - 1) { length, prompt in
            min(length, prompt.tokens.count - 1, first.tokens.sharedPrefix(with: prompt.tokens))
        }
        let late = state.known.indices.filter { state.known[$0].count < shared }
        guard let one = late.max(by: { state.known[$0].count < state.known[$1].count }) else { return }
        let head = first.tokens[..<shared]
        let start = state.known[one]
        let context = try extend([(start, head)], &state)[0]
        for index in late { state.known[index] = (context, shared) }
    }

    /// Reads the beginning of each prompt that is worth keeping.
    private func readReusable(_ prompts: [TokenPrompt], _ state: inout State) throws(FielError) {
        let late = prompts.indices.filter { index in
            state.known[index].count < min(prompts[index].reusableCount, prompts[index].tokens.count - 1)
        }
        let heads = late.map { index in
            let count = min(prompts[index].reusableCount, prompts[index].tokens.count - 1)
            return (state.known[index], prompts[index].tokens[..<count])
        }
        let contexts = try extend(heads, &state)
        for (position, index) in late.enumerated() {
            state.known[index] = (contexts[position], heads[position].1.count)
        }
    }

    /// Reads up to the end of the given beginnings, and keeps them.
    private func extend(
        _ heads: [(start: Known, head: ArraySlice<Int32>)],
        _ state: inout State
    ) throws(FielError) -> [Model.Context] {
        let continuations = heads.map { start, head in
            Continuation(start.context, tokens: Array(head[start.count...]), logits: .none)
        }
        let contexts = try model.checkedExtend(continuations).map(\.context)
        for (position, context) in contexts.enumerated() {
            cache?.insert(context, for: heads[position].head)
            state.computed += continuations[position].tokens.count
        }
        return contexts
    }

    private func known(of tokens: ArraySlice<Int32>) -> Known {
        cache?.longest(of: tokens) ?? (model.emptyContext, 0)
    }

    private func check(_ prompts: [TokenPrompt]) throws(FielError) {
        guard !prompts.isEmpty else { throw FielError(.invalidArgument, "there is no prompt") }
        for (index, prompt) in prompts.enumerated() where prompt.tokens.isEmpty {
            throw FielError(.invalidArgument, "prompt \(index + 1) has no token, expected at least one")
        }
    }
}
