import CFielKernels
import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The last layers of a three-way NLI classifier: an optional tanh layer (BERT's pooler), then three logits.
struct ClassifierHead: Sendable {
    let pooler: (weights: [Float], bias: [Float])?
    /// Shape `[3, hidden]`.
    private(set) var weights: [Float]
    private(set) var bias: [Float]
    let hidden: Int
    private let isa: fiel_isa
    /// For entailment, neutral and contradiction the output that tells it.
    let outputs: [Int]

    /// Reads the head of a checkpoint.
    ///
    /// - Throws: `FielError` where the checkpoint has no classifier, or not these three answers.
    init(_ checkpoint: EncoderCheckpoint, on isa: fiel_isa) throws(FielError) {
        hidden = checkpoint.configuration.hidden
        self.isa = isa
        let names = checkpoint.labels.map { $0.lowercased() }
        var outputs: [Int] = []
        for label in EntailmentScores.Label.allCases {
            guard names.count == 3, let output = names.firstIndex(of: label.rawValue) else {
                throw FielError(
                    .unsupported,
                    "is no NLI classifier: its labels are \(checkpoint.labels), "
                        + "expected entailment, neutral and contradiction",
                    at: .init(file: checkpoint.path)
                )
            }
            outputs.append(output)
        }
        self.outputs = outputs
        weights = try checkpoint.matrix(.classifier(.weight), rows: 3, columns: hidden, on: isa).floats()
        bias = try checkpoint.vector(.classifier(.bias), count: 3, on: isa)
        if checkpoint.configuration.pooling == .cls, checkpoint.has(.pooler(.weight)) {
            pooler = (
                try checkpoint.matrix(.pooler(.weight), rows: hidden, columns: hidden, on: isa).floats(),
                try checkpoint.vector(.pooler(.bias), count: hidden, on: isa)
            )
        } else {
            pooler = nil
        }
    }

    /// The probabilities for a pooled vector `[hidden]`.
    func scores(_ vector: ArraySlice<Float>) -> EntailmentScores {
        scores(probabilities(of: features(vector)))
    }

    /// The probabilities of the outputs by their names.
    func scores(_ probabilities: [Double]) -> EntailmentScores {
        EntailmentScores(
            entailment: probabilities[outputs[0]],
            neutral: probabilities[outputs[1]],
            contradiction: probabilities[outputs[2]]
        )
    }

    /// What the last layer reads `[hidden]`: the pooled vector, through the tanh layer where there is one.
    func features(_ vector: ArraySlice<Float>) -> [Float] {
        guard let pooler else { return Array(vector) }
        return product(pooler.weights, Array(vector), pooler.bias).map { tanh($0) }
    }

    /// The probabilities in the order of the outputs.
    func probabilities(of features: [Float]) -> [Double] {
        let logits = product(weights, features, bias).map(Double.init)
        let largest = logits.max() ?? 0
        let powers = logits.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// The head with numbers added to the weights `[3, hidden]` and the biases `[3]` of its last layer.
    func adding(weights: ArraySlice<Float>, bias: ArraySlice<Float>) -> ClassifierHead {
        var head = self
        head.weights = zip(self.weights, weights).map { $0 + $1 }
        head.bias = zip(self.bias, bias).map { $0 + $1 }
        return head
    }

    private func product(_ matrix: [Float], _ vector: [Float], _ bias: [Float]) -> [Float] {
        matrix.withUnsafeBufferPointer { matrix in
            bias.indices.map { row in
                guard let start = matrix.baseAddress else { return bias[row] }
                return fiel_dot_f32(isa, hidden, start + row * hidden, vector) + bias[row]
            }
        }
    }
}
