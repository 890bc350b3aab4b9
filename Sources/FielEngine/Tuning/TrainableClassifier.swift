import CFielKernels
import FielCore

/// An NLI classifier whose adapter can be tuned: the loss of labelled pairs and its gradient.
struct TrainableClassifier: Sendable {
    private let encoder: TrainableEncoder
    private let head: ClassifierHead
    let layout: AdapterLayout

    /// Loads a checkpoint in f32.
    ///
    /// - Throws: `FielError` that names the file and what is wrong with it.
    init(_ checkpoint: EncoderCheckpoint, options: EngineOptions) throws(FielError) {
        encoder = try TrainableEncoder(checkpoint, options: options)
        head = try ClassifierHead(checkpoint, on: options.instructionSet.isa)
        layout = encoder.layout
    }

    /// What an adapter makes of the classifier.
    struct Adapted: Sendable {
        let scaling: EncoderScaling
        let head: ClassifierHead
    }

    /// The classifier with an adapter's numbers.
    func adapted(_ numbers: [Float]) -> Adapted {
        let classifier = layout.classifier
        return Adapted(
            scaling: EncoderScaling(numbers, layout),
            head: head.adding(weights: numbers[classifier.weights], bias: numbers[classifier.bias])
        )
    }

    /// What is said of a pair, and the gradient of its loss.
    ///
    /// The loss is −log P, P the sum of the probabilities of the answers that the label accepts. For probabilities p its
    /// gradient in the logits is p − q, where q is p among the accepted answers, scaled to sum to 1, and 0 elsewhere.
    ///
    /// - Parameter gradient: room for the numbers of the adapter, which is overwritten.
    func gradient(
        of input: TokenInput,
        _ label: LabelledPair.Label,
        _ adapted: Adapted,
        into gradient: UnsafeMutablePointer<Float>
    ) -> EntailmentScores {
        gradient.update(repeating: 0, count: layout.count)
        let tape = encoder.forward(input, adapted.scaling)
        let features = adapted.head.features(pooled(tape)[...])
        let p = adapted.head.probabilities(of: features)
        let accepted = label.accepted.map { adapted.head.output(of: $0) }
        let mass = accepted.reduce(0) { $0 + p[$1] }
        let slopes = p.indices.map { output in
            Float(p[output] - (accepted.contains(output) ? p[output] / max(mass, .leastNormalMagnitude) : 0))
        }
        let pooledGradient = adapted.head.gradient(slopes, features, into: gradient, layout)
        spread(pooledGradient, over: tape)
        encoder.backward(tape, adapted.scaling, into: gradient)
        return adapted.head.scores(p)
    }

    /// The tokens that pooling reads.
    private func pooledTokens(_ tape: EncoderTape) -> Int {
        encoder.base.configuration.pooling == .cls ? 1 : tape.tokens
    }

    private func pooled(_ tape: EncoderTape) -> [Float] {
        let tokens = pooledTokens(tape)
        var sum = [Float](repeating: 0, count: layout.hidden)
        for token in 0..<tokens {
            let row = tape.hidden.start + token * layout.hidden
            for column in sum.indices { sum[column] += row[column] }
        }
        return sum.map { $0 / Float(tokens) }
    }

    /// Writes each token's share of the gradient of the pooled vector.
    private func spread(_ gradient: [Float], over tape: EncoderTape) {
        let tokens = pooledTokens(tape)
        tape.hidden.start.update(repeating: 0, count: tape.hidden.count)
        for token in 0..<tokens {
            let row = tape.hidden.start + token * layout.hidden
            for column in gradient.indices { row[column] = gradient[column] / Float(tokens) }
        }
    }
}

extension ClassifierHead {
    /// The output that tells an answer.
    func output(of label: EntailmentScores.Label) -> Int {
        zip(EntailmentScores.Label.allCases, outputs).first { $0.0 == label }?.1 ?? 0
    }

    /// Writes the gradient of the last layer's weights and biases.
    ///
    /// - Parameters:
    ///   - slopes: the gradient of the logits.
    ///   - features: what the last layer read.
    /// - Returns: the gradient of the pooled vector `[hidden]`.
    fileprivate func gradient(
        _ slopes: [Float],
        _ features: [Float],
        into gradient: UnsafeMutablePointer<Float>,
        _ layout: AdapterLayout
    ) -> [Float] {
        let place = layout.classifier
        var result = [Float](repeating: 0, count: hidden)
        for (output, slope) in slopes.enumerated() {
            gradient[place.bias.lowerBound + output] = slope
            for column in 0..<hidden {
                gradient[place.weights.lowerBound + output * hidden + column] = slope * features[column]
                result[column] += slope * weights[output * hidden + column]
            }
        }
        guard let pooler else { return result }
        // Through tanh, whose slope is 1 − tanh², and back through the pooler's matrix.
        let inner = zip(result, features).map { $0 * (1 - $1 * $1) }
        result = [Float](repeating: 0, count: hidden)
        for row in 0..<hidden {
            for column in 0..<hidden { result[column] += inner[row] * pooler.weights[row * hidden + column] }
        }
        return result
    }
}
