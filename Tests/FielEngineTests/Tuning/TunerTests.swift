import FielCore
import FielStatistics
import Foundation
import Testing

@testable import FielEngine

@Suite("Tuning")
struct TunerTests {
    private static let training = TuningFixtures.pairs(48, seed: 1)
    private static let heldOut = TuningFixtures.pairs(24, seed: 2)

    private static func options(epochs: Int = 4) -> TuningOptions {
        var options = TuningOptions()
        options.epochs = epochs
        options.batchSize = 8
        options.learningRate = 0.03
        options.logInterval = 4
        return options
    }

    @Test("a rule that holds for the pairs is learnt, and the classifier with the adapter has the quality reported")
    func learns() async throws {
        let tuner = try AdapterTuner(path: Fixtures.path("classifier"), options: Fixtures.options(.int8))
        let result = try await tuner.tune(Self.training, heldOut: Self.heldOut, options: Self.options())
        #expect(result.isImprovement)
        #expect(result.after.loss < 0.5 * result.before.loss)
        #expect(result.after.balancedAccuracy > 0.9)
        let scores = try await PairClassifier(tuner.base, adapter: result.adapter).classify(Self.heldOut.map(\.pair))
        #expect(PairQuality(scores, of: Self.heldOut.map(\.label)) == result.after)
    }

    @Test("the adapter has the same bits on any number of threads, and with the same seed alone")
    func determinism() async throws {
        func tuned(threads: Int, seed: UInt64) async throws -> TuningResult {
            let options = Fixtures.options(.int8, threads: threads)
            var tuning = Self.options(epochs: 2)
            tuning.seed = seed
            return try await AdapterTuner(path: Fixtures.path("classifier-unigram.gguf"), options: options)
                .tune(Self.training, heldOut: Self.heldOut, options: tuning)
        }
        let one = try await tuned(threads: 1, seed: 0)
        #expect(try await tuned(threads: 3, seed: 0) == one)
        #expect(try await tuned(threads: 1, seed: 1).adapter != one.adapter)
    }

    @Test("tuning ends after the epochs of patience, and labels of chance are told to be no improvement")
    func patience() async throws {
        var generator = SeededGenerator(seed: 5)
        let noise = Self.training.map {
            LabelledPair($0.pair, label: .entails(generator.next(below: 2) == 0), group: $0.group)
        }
        let flipped = Self.heldOut.map { LabelledPair($0.pair, label: .entails($0.label == .entails(false))) }
        let tuner = try AdapterTuner(path: Fixtures.path("classifier"), options: Fixtures.options())
        // Labels that are the opposite of those learnt: every epoch makes it worse.
        let worse = try await tuner.tune(Self.training, heldOut: flipped, options: Self.options(epochs: 9))
        #expect(worse.epochs < 9 && worse.epochs == worse.bestEpoch + 3)
        var tiny = Self.options(epochs: 2)
        tiny.learningRate = 1e-9
        let still = try await tuner.tune(noise, heldOut: Self.heldOut, options: tiny)
        #expect(!still.isImprovement)
    }

    @Test("the best epoch is that of the lowest loss told, however large the least improvement")
    func bestEpoch() async throws {
        var options = Self.options(epochs: 6)
        (options.minimumImprovement, options.patience) = (10, 4)
        let tuner = try AdapterTuner(path: Fixtures.path("classifier"), options: Fixtures.options())
        var losses: [Double] = []
        let result = try await tuner.tune(Self.training, heldOut: Self.heldOut, options: options) { event in
            if case .epoch(_, let quality) = event { losses.append(quality.loss) }
            return true
        }
        #expect(losses.count == 5, "patience counts from the first epoch, for no later one is better by so much")
        #expect(losses[result.bestEpoch - 1] == losses.min() && result.after.loss == losses.min())
        #expect(result.bestEpoch > 1 && result.shortfall == .loss)
    }

    @Test("an adapter is kept where its gain is beyond chance: labels of chance give none, by any draw")
    func chance() async throws {
        let tuner = try AdapterTuner(path: Fixtures.path("classifier"), options: Fixtures.options())
        func noise(_ pairs: [LabelledPair], _ seed: UInt64) -> [LabelledPair] {
            var generator = SeededGenerator(seed: seed)
            return pairs.map { LabelledPair($0.pair, label: .entails(generator.next(below: 2) == 0)) }
        }
        for seed in 1...4 as ClosedRange<UInt64> {
            let result = try await tuner.tune(
                noise(Self.training, seed),
                heldOut: noise(Self.heldOut, seed + 100),
                options: Self.options(epochs: 3)
            )
            #expect(!result.isImprovement, "\(seed): \(result.change) \(result.margin)")
        }
        let real = try await tuner.tune(Self.training, heldOut: Self.heldOut, options: Self.options())
        #expect(abs(real.change.estimate - (real.after.loss - real.before.loss)) < 1e-12)
        #expect(abs(real.margin.estimate - (real.after.loss - log(2))) < 1e-12)
        #expect(try #require(real.change.upper) < 0 && real.change.clusters == Self.heldOut.count)
    }

    @Test("the best single answer knows which labels exclude one another")
    func constantAnswer() {
        let (yes, no) = (LabelledPair.Label.entails(true), LabelledPair.Label.entails(false))
        let three = EntailmentScores.Label.allCases.map { LabelledPair.Label.answer($0) }
        // Of all four labels the loss is least at probabilities of 1/4, 3/8 and 3/8.
        let mixed = -(log(0.25) + 2 * log(0.375) + log(0.75)) / 4
        for (labels, loss) in [
            ([yes, no], log(2)), (three, log(3)), ([three[0], three[1]], log(2)), ([no, three[1]], 0),
            ([yes, no] + three, mixed),
        ] {
            let answer = EntailmentScores.constant(for: labels)
            #expect(abs(PairQuality(labels.map { _ in answer }, of: labels).loss - loss) < 1e-9)
        }
    }

    @Test("steps and epochs are told in order, and a caller that says no ends the work")
    func events() async throws {
        let tuner = try AdapterTuner(path: Fixtures.path("classifier"), options: Fixtures.options())
        var told: [String] = []
        _ = try await tuner.tune(Self.training, heldOut: Self.heldOut, options: Self.options(epochs: 1)) { event in
            switch event {
            case .steps(let done, let total, _, _): told.append("\(done)/\(total)")
            case .epoch(let epoch, _): told.append("epoch \(epoch)")
            case nil: break
            }
            return true
        }
        #expect(told == ["4/6", "6/6", "epoch 1"])
        var calls = 0
        let error = await #expect(throws: FielError.self) {
            try await tuner.tune(Self.training, heldOut: Self.heldOut) { _ in
                calls += 1
                return calls < 3
            }
        }
        #expect(error?.code == .interrupted)
        #expect(calls == 3)
    }

    @Test("options out of their range are refused by name")
    func ranges() async throws {
        let changes: [(String, (inout TuningOptions) -> Void)] = [
            ("epochs", { $0.epochs = 0 }), ("epochs", { $0.epochs = .max }), ("batch size", { $0.batchSize = 1_025 }),
            ("batch size", { $0.batchSize = 0 }), ("patience", { $0.patience = 0 }),
            ("log interval", { $0.logInterval = -1 }), ("learning rate", { $0.learningRate = .nan }),
            ("learning rate", { $0.learningRate = 2 }), ("least improvement", { $0.minimumImprovement = -1 }),
            ("weight decay", { $0.weightDecay = .infinity }), ("longest gradient", { $0.longestGradient = 0 }),
        ]
        for (name, change) in changes {
            var options = TuningOptions()
            change(&options)
            let error = #expect(throws: FielError.self) { try options.validate() }
            #expect(error?.message.contains(name) == true)
        }
    }

    @Test("the learning rate rises over a tenth of the steps and falls to zero")
    func schedule() {
        let schedule = LearningRateSchedule(peak: 1, steps: 20)
        let rates = (0..<21).map(schedule.rate)
        #expect(rates[0] == 0.5 && rates[1] == 1 && rates[2] == 1)
        #expect(zip(rates[2...], rates[3...]).allSatisfy { $0 > $1 })
        #expect(rates[20] == 0)
        #expect(LearningRateSchedule(peak: 1, steps: 1).rate(at: 0) == 1)
    }

    @Test("quality counts each label by itself where it is balanced")
    func quality() {
        let yes = EntailmentScores(entailment: 0.5, neutral: 0.3, contradiction: 0.2)
        let no = EntailmentScores(entailment: 0.45, neutral: 0.35, contradiction: 0.2)
        let labels: [LabelledPair.Label] = [.entails(true), .entails(true), .entails(true), .entails(false)]
        let found = PairQuality([yes, no, yes, yes], of: labels)
        #expect(found.accuracy == 0.5)
        #expect(abs(found.balancedAccuracy - (2.0 / 3 + 0) / 2) < 1e-12)
        #expect(abs(found.loss + ((2 * log(0.5) + log(0.45)) / 3 + log(0.5)) / 2) < 1e-12)
        // Of three answers the most probable counts, though it is below one half.
        #expect(PairQuality([no], of: [.answer(.entailment)]).accuracy == 1)
    }
}
