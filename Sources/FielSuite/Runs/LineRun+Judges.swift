public import FielCore

extension LineRun where Request == String {
    /// Embeds the text of every line.
    ///
    /// - Parameters:
    ///   - embedder: the sentence encoder.
    ///   - lines: whether a line is a text, instead of a JSON object with `text`.
    public static func embed(with embedder: any TextEmbedder, lines: Bool = false) -> LineRun {
        LineRun(
            keepsBlankLines: lines,
            decode: { line throws(FielError) in try lines ? line.text : line.strings("text")[0] }
        ) {
            texts throws(FielError) in
            try await embedder.embed(texts).map { embedding in { write(embedding, to: &$0) } }
        }
    }

    private static func write(_ embedding: Embedding, to json: inout JSONWriter) {
        json.key("embedding")
        json.array { json in
            for number in embedding.vector { json.value(number) }
        }
        json.member("tokens", embedding.tokens)
        guard embedding.truncated else { return }
        json.member("truncated", true)
    }

    /// Cuts the text of every line into tokens.
    ///
    /// - Parameters:
    ///   - lines: whether a line is a text, instead of a JSON object with `text`.
    ///   - tokenize: gives the ids and offsets of a text.
    public static func tokenize(
        lines: Bool = false,
        _ tokenize: @escaping @Sendable (String) -> (ids: [Int], offsets: [Range<Int>])
    ) -> LineRun {
        LineRun(
            keepsBlankLines: lines,
            decode: { line throws(FielError) in try lines ? line.text : line.strings("text")[0] }
        ) {
            texts in
            texts.map { text in
                { json in
                    let tokens = tokenize(text)
                    json.key("ids")
                    json.array { json in
                        for id in tokens.ids { json.value(id) }
                    }
                    json.key("offsets")
                    json.array { json in
                        for offset in tokens.offsets { json.value(offset) }
                    }
                }
            }
        }
    }
}

extension LineRun where Request == TextPair {
    /// Judges the premise and the hypothesis of every line.
    public static func classify(with classifier: any EntailmentModel) -> LineRun {
        LineRun { line throws(FielError) in
            let texts = try line.strings("premise", "hypothesis")
            return TextPair(premise: texts[0], hypothesis: texts[1])
        } answer: { pairs throws(FielError) in
            try await classifier.classify(pairs).map { scores in { write(scores, to: &$0) } }
        }
    }

    private static func write(_ scores: EntailmentScores, to json: inout JSONWriter) {
        json.member("entailment", scores.entailment)
        json.member("neutral", scores.neutral)
        json.member("contradiction", scores.contradiction)
        json.member("label", scores.label.rawValue)
        guard scores.truncated else { return }
        json.member("truncated", true)
    }
}
