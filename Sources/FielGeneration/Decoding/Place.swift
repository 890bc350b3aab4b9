import FielCore

/// A place in an answer under one or more prompts, and the distribution of the token that stands in it.
///
/// With several prompts (one a passage) the distribution is their mixture by the prior: RAG-Token's
/// p(y_i) = Σ_z p(z|x) p(y_i | x, z, y_<i) (Lewis et al. 2020). With one prompt it is the model's own.
struct Place<Context: Sendable>: Sendable {
    /// What has been read, one a prompt.
    let contexts: [Context]
    /// The logarithms of the prior, one a prompt; they sum to probability 1.
    let logPriors: [Double]
    /// The natural log-probability of every token.
    let logProbabilities: [Double]
    private let logits: [[Float]]
    private let normalizers: [Double]

    /// Mixes the distributions that a model gives after its prompts.
    ///
    /// - Throws: `FielError` with code `malformedModel` where a distribution is none.
    init(contexts: [Context], logPriors: [Double], logits: [[Float]]) throws(FielError) {
        self.contexts = contexts
        self.logPriors = logPriors
        self.logits = logits
        guard logits.count > 1 else {
            let normalizer = try LogSpace.normalizer(of: logits[0])
            normalizers = [normalizer]
            logProbabilities = logits[0].map { Double($0) - normalizer }
            return
        }
        var mixture = Mixture(vocabularySize: logits[0].count)
        for (row, logPrior) in zip(logits, logPriors) { try mixture.add(row, logPrior) }
        normalizers = mixture.normalizers
        logProbabilities = mixture.logProbabilities(logits, logPriors)
    }

    /// Scores for the processors: the model's logits where there is one prompt, else the mixture's log-probabilities.
    var scores: [Double] {
        guard logits.count == 1 else { return logProbabilities }
        return logits[0].map(Double.init)
    }

    /// log p(token | x, z, y_<i), one a prompt.
    func passageLogProbabilities(of token: Int32) -> [Double] {
        zip(logits, normalizers).map { Double($0[Int(token)]) - $1 }
    }

    /// p(z | x, y_≤i) ∝ p(z|x) p(token | x, z, y_<i), one a prompt.
    func posterior(of token: Int32) -> [Double] {
        LogSpace.normalized(zip(logPriors, passageLogProbabilities(of: token)).map(+))
    }
}

/// The sum of distributions by their prior, with one exponential a logit.
private struct Mixture {
    private(set) var normalizers: [Double] = []
    private var sums: [Double]

    init(vocabularySize: Int) {
        sums = [Double](repeating: 0, count: vocabularySize)
    }

    /// Adds a distribution.
    mutating func add(_ logits: [Float], _ logPrior: Double) throws(FielError) {
        let (weights, total, normalizer) = try LogSpace.weights(of: logits)
        normalizers.append(normalizer)
        let scale = LogSpace.probability(logPrior) / total
        for token in weights.indices { sums[token] += scale * weights[token] }
    }

    /// The log-probability of every token.
    func logProbabilities(_ logits: [[Float]], _ logPriors: [Double]) -> [Double] {
        sums.indices.map { token in
            // Probabilities too small for a sum of them are added in log space.
            guard sums[token] < 1e-280 else { return LogSpace.logarithm(sums[token]) }
            return LogSpace.sum(logits.indices.map { Double(logits[$0][token]) - normalizers[$0] + logPriors[$0] })
        }
    }
}

/// Moves places on by a token each, all in one pass over the model's weights.
struct Stepper<Model: LanguageModel>: Sendable {
    /// A place and the token that is put in it.
    typealias Move = (place: Place<Model.Context>, token: Int32)

    let model: Model

    /// The places after the given ones.
    func advance(_ moves: [Move]) throws(FielError) -> [Place<Model.Context>] {
        guard !moves.isEmpty else { return [] }
        let continuations = moves.flatMap { move in
            move.place.contexts.map { Continuation($0, tokens: [move.token]) }
        }
        var rest = try model.checkedExtend(continuations)[...]
        var places: [Place<Model.Context>] = []
        for move in moves {
            let own = rest.prefix(move.place.contexts.count)
            rest = rest.dropFirst(own.count)
            places.append(
                try Place(
                    contexts: own.map(\.context),
                    logPriors: move.place.logPriors,
                    logits: own.map { $0.logits[0] }
                )
            )
        }
        return places
    }
}

extension LanguageModel {
    /// Extends contexts and makes sure that the answer has the shape that was asked for.
    func checkedExtend(
        _ continuations: [Continuation<Context>]
    ) throws(FielError) -> [ContinuedContext<Context>] {
        guard !continuations.isEmpty else { return [] }
        let continued = try extend(continuations)
        let isWhole =
            continued.count == continuations.count
            && zip(continued, continuations).allSatisfy { result, asked in
                let rows =
                    switch asked.logits {
                    case .none: 0
                    case .last: 1
                    case .all: asked.tokens.count
                    }
                return result.logits.count == rows && result.logits.allSatisfy { $0.count == vocabularySize }
            }
        guard isWhole else {
            throw FielError(.internalError, "model \(name) did not give the distributions that it was asked for")
        }
        return continued
    }
}
