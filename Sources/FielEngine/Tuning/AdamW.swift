/// The AdamW optimiser (Loshchilov & Hutter 2019, arXiv 1711.05101, algorithm 2), with PyTorch's defaults.
struct AdamW: Sendable {
    private static let decays: (first: Double, second: Double) = (0.9, 0.999)
    private static let epsilon = 1e-8

    let weightDecay: Double
    private var first: [Double]
    private var second: [Double]
    /// Both decays to the power of the number of steps.
    private var powers = (first: 1.0, second: 1.0)

    /// Starts with no memory of gradients.
    init(count: Int, weightDecay: Double) {
        self.weightDecay = weightDecay
        first = [Double](repeating: 0, count: count)
        second = first
    }

    /// Moves the numbers against the gradient.
    ///
    /// An adapter's numbers are what it adds, so their decay leads back to the untuned model.
    mutating func update(_ numbers: inout [Float], _ gradient: [Double], rate: Double) {
        powers = (powers.first * Self.decays.first, powers.second * Self.decays.second)
        for index in numbers.indices {
            let slope = gradient[index]
            first[index] = Self.decays.first * first[index] + (1 - Self.decays.first) * slope
            second[index] = Self.decays.second * second[index] + (1 - Self.decays.second) * slope * slope
            let mean = first[index] / (1 - powers.first)
            let size = (second[index] / (1 - powers.second)).squareRoot() + Self.epsilon
            let number = Double(numbers[index])
            numbers[index] = Float(number * (1 - rate * weightDecay) - rate * mean / size)
        }
    }
}

/// A learning rate that rises over the first tenth of the steps and then falls to zero, both in a line.
struct LearningRateSchedule: Sendable, Hashable {
    let peak: Double
    let steps: Int

    /// The rate at a step, counted from 0.
    func rate(at step: Int) -> Double {
        let rise = max(1, steps / 10)
        guard step >= rise else { return peak * Double(step + 1) / Double(rise) }
        return peak * Double(steps - step) / Double(max(1, steps - rise))
    }
}
