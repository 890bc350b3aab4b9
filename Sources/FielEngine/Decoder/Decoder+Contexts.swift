import FielCore

extension Decoder {
    /// The tokens of a pass at most: more do not make a token cheaper, and take memory.
    private static let tokensPerPass = 512

    /// Opens a GGUF file or a Hugging Face folder.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    convenience init(path: String, options: EngineOptions) throws(FielError) {
        try self.init(try Self.checkpoint(path), options: options)
    }

    private static func checkpoint(_ path: String) throws(FielError) -> DecoderCheckpoint {
        if FileKind.isDirectory(path) { return try HuggingFaceDecoder.checkpoint(in: path) }
        if path.hasSuffix(".safetensors") { return try HuggingFaceDecoder.checkpoint(in: FileKind.parent(of: path)) }
        return try GGUFDecoder.checkpoint(try GGUFFile.open(path))
    }

    /// Reads tokens after each of several contexts, in passes of bounded size.
    ///
    /// - Throws: `FielError` as `LanguageModel.extend` does.
    func extend(
        _ continuations: [Continuation<DecoderContext>]
    ) throws(FielError) -> [ContinuedContext<DecoderContext>] {
        try check(continuations)
        var results = continuations.map { ContinuedContext(context: $0.context) }
        var done = continuations.map { _ in 0 }
        while done.indices.contains(where: { done[$0] < continuations[$0].tokens.count }) {
            var pass = DecoderPass()
            var owners: [Int] = []
            for (index, continuation) in continuations.enumerated() {
                let room = Self.tokensPerPass - pass.tokens.count
                let tokens = continuation.tokens[done[index]...].prefix(room)
                guard !tokens.isEmpty else { continue }
                let last = continuation.tokens.count - 1 - done[index]
                results[index].context = pass.append(
                    tokens,
                    after: results[index].context,
                    wanted: { row in
                        switch continuation.logits {
                        case .none: false
                        case .last: row == last
                        case .all: true
                        }
                    },
                    configuration,
                    cacheKind
                )
                owners += Array(repeating: index, count: pass.wanted.count - owners.count)
                done[index] += tokens.count
            }
            for (owner, logits) in zip(owners, run(pass)) {
                guard logits.isFinite else {
                    throw FielError(
                        .malformedModel,
                        "the model gives numbers that are not finite: its weights are too large"
                    )
                }
                results[owner].logits.append(logits)
            }
        }
        return results
    }

    private func check(_ continuations: [Continuation<DecoderContext>]) throws(FielError) {
        for continuation in continuations {
            guard !continuation.tokens.isEmpty else {
                throw FielError(.invalidArgument, "a continuation has no tokens")
            }
            let count = continuation.context.count + continuation.tokens.count
            guard count <= configuration.contextLength else {
                throw FielError(
                    .invalidArgument,
                    "the prompt and the answer have \(count) tokens, the model reads \(configuration.contextLength)",
                    hint: "use fewer or shorter passages, or fewer tokens for the answer"
                )
            }
            for token in continuation.tokens where !(0..<Int32(configuration.vocabularySize)).contains(token) {
                throw FielError(
                    .invalidArgument,
                    "token \(token) is not in the vocabulary of \(configuration.vocabularySize)"
                )
            }
        }
    }
}
