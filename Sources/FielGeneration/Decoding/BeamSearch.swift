import FielCore

/// One beam search, by the definitions of Hugging Face `transformers` 5.
///
/// Each step ranks the continuations of all running hypotheses by Σ log p (after bias and penalties, not normalised again)
/// and looks at the best max(2, 1 + end tokens) · width of them. One that ends is finished only if it ranks among the best
/// `width`; the best `width` that go on run further. A finished hypothesis scores Σ log p / length^penalty, its length
/// counted in generated tokens with the end token. Of equal scores, the earlier hypothesis and the lower id go first.
struct BeamSearch<Model: LanguageModel>: Sendable {
    /// A hypothesis and its score.
    struct Hypothesis: Sendable {
        var answer: DecodedAnswer
        /// Σ log p while it runs, over length^penalty when it is finished.
        var score: Double
    }

    private let rules: DecodingRules
    private let beam: BeamParameters
    private var running: [(hypothesis: Hypothesis, place: Place<Model.Context>)]
    /// The finished hypotheses, best first.
    private(set) var finished: [Hypothesis] = []
    private var length = 0

    init(from start: Place<Model.Context>, _ beam: BeamParameters, _ rules: DecodingRules) {
        self.rules = rules
        self.beam = beam
        running = [(Hypothesis(answer: DecodedAnswer(rules), score: 0), start)]
    }

    /// Chooses the hypotheses that run on, as moves of their places; none when the search is over.
    mutating func step() throws(FielError) -> [Stepper<Model>.Move] {
        guard !running.isEmpty else { return [] }
        length += 1
        var next: [(hypothesis: Hypothesis, place: Place<Model.Context>)] = []
        for (rank, candidate) in try candidates().enumerated() {
            let (origin, id, score) = (running[candidate.origin], candidate.id, candidate.score)
            let token = rules.token(id, in: origin.place, processed: candidate.processed)
            var answer = origin.hypothesis.answer
            answer.append(token, id: id, rules)
            if answer.finishReason != nil {
                if rank < beam.width { finish(answer, score) }
            } else if next.count < beam.width {
                next.append((Hypothesis(answer: answer, score: score), origin.place))
            }
        }
        running = isOver(next.first?.hypothesis.score) ? [] : next
        return running.compactMap { entry in entry.hypothesis.answer.ids.last.map { (entry.place, $0) } }
    }

    /// Takes the places after the moves of the last step.
    mutating func arrive(at places: ArraySlice<Place<Model.Context>>) {
        for (index, place) in places.enumerated() { running[index].place = place }
    }

    private typealias Candidate = (origin: Int, id: Int32, score: Double, processed: [Double])

    /// The best continuations of all running hypotheses, best first.
    private func candidates() throws(FielError) -> ArraySlice<Candidate> {
        let count = max(2, 1 + rules.endTokens.count) * beam.width
        var candidates: [Candidate] = []
        for (index, (hypothesis, place)) in running.enumerated() {
            let processed = rules.processors.process(place.logProbabilities, seen: hypothesis.answer.seen)
            for id in Ranking.top(count, of: processed) {
                candidates.append((index, Int32(id), hypothesis.score + processed[id], processed))
            }
        }
        guard !candidates.isEmpty else { throw rules.nothingFollows }
        candidates.sort { ($0.score, $1.origin, $1.id) > ($1.score, $0.origin, $0.id) }
        return candidates.prefix(count)
    }

    private mutating func finish(_ answer: DecodedAnswer, _ sum: Double) {
        let score = sum / LogSpace.power(Double(length), beam.lengthPenalty)
        let rank = finished.firstIndex { $0.score < score } ?? finished.count
        finished.insert(Hypothesis(answer: answer, score: score), at: rank)
        if finished.count > beam.width { finished.removeLast() }
    }

    /// Whether nothing that still runs can change the outcome, as far as the stopping rule looks.
    private func isOver(_ bestRunning: Double?) -> Bool {
        guard let bestRunning else { return true }
        guard finished.count == beam.width, let worst = finished.last else { return false }
        if beam.stopping == .early { return true }
        let isFarSighted = beam.stopping == .never && beam.lengthPenalty > 0
        let reach = Double(isFarSighted ? rules.maxTokens : length)
        return bestRunning / LogSpace.power(reach, beam.lengthPenalty) <= worst.score
    }
}

extension BeamSearch {
    /// Runs several searches side by side, each step of all of them in one pass over the model's weights.
    ///
    /// - Returns: the finished hypotheses of each, best first.
    static func run(
        _ searches: [BeamSearch],
        _ stepper: Stepper<Model>
    ) throws(FielError) -> [[Hypothesis]] {
        var searches = searches
        while true {
            var moves: [Stepper<Model>.Move] = []
            var counts: [Int] = []
            for index in searches.indices {
                let own = try searches[index].step()
                moves += own
                counts.append(own.count)
            }
            guard !moves.isEmpty else { return searches.map(\.finished) }
            var places = try stepper.advance(moves)[...]
            for index in searches.indices {
                searches[index].arrive(at: places.prefix(counts[index]))
                places = places.dropFirst(counts[index])
            }
        }
    }
}
