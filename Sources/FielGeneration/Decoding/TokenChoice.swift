import FielCore

/// Greedy decoding and sampling: several answers, one token each at a time.
struct TokenChoice<Model: LanguageModel>: Sendable {
    let stepper: Stepper<Model>
    let rules: DecodingRules

    /// One answer for each random stream; greedy where none is used.
    ///
    /// - Parameters:
    ///   - starts: where each answer starts.
    ///   - streams: one a start.
    ///   - onText: takes the text of the first answer as it comes.
    func answers(
        from starts: [Place<Model.Context>],
        streams: [SeededGenerator],
        onText: ((String) -> Void)?
    ) throws(FielError) -> [DecodedAnswer] {
        var answers = starts.map { _ in DecodedAnswer(rules) }
        var streams = streams
        var running = Array(zip(starts.indices, starts))
        while !running.isEmpty {
            var moves: [Stepper<Model>.Move] = []
            var going: [Int] = []
            for (index, place) in running {
                let known = answers[index].text.text.utf8.count
                let choice = try choose(in: place, seen: answers[index].seen, &streams[index])
                answers[index].append(
                    rules.token(choice.id, in: place, processed: choice.processed),
                    id: choice.id,
                    rules
                )
                if index == 0, let onText {
                    let text = String(decoding: answers[0].text.text.utf8.dropFirst(known), as: UTF8.self)
                    if !text.isEmpty { onText(text) }
                }
                guard answers[index].finishReason == nil else { continue }
                moves.append((place, choice.id))
                going.append(index)
            }
            running = Array(zip(going, try stepper.advance(moves)))
        }
        return answers
    }

    /// The next token, and the log-probabilities it was chosen from.
    private func choose(
        in place: Place<Model.Context>,
        seen: TokenCounts,
        _ stream: inout SeededGenerator
    ) throws(FielError) -> (id: Int32, processed: [Double]) {
        let isRandom = rules.parameters.method == .sample
        let processed = processed(in: place, seen: seen, isRandom)
        guard let best = Ranking.best(of: processed) else { throw rules.nothingFollows }
        return (Int32(isRandom ? stream.draw(processed) : best), processed)
    }

    /// Log-probabilities after the processors; all −∞ where no token is left.
    private func processed(in place: Place<Model.Context>, seen: TokenCounts, _ isRandom: Bool) -> [Double] {
        let filter = SamplingFilter(rules.parameters)
        // The usual case, which need not pass over the vocabulary again.
        if rules.processors.isNeutral && (!isRandom || filter.isNeutral) { return place.logProbabilities }
        var scores = rules.processors.process(place.scores, seen: seen)
        if isRandom { scores = filter.filter(scores) }
        let total = LogSpace.sum(scores)
        return total.isFinite ? scores.map { $0 - total } : scores
    }
}
