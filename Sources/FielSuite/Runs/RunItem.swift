import FielCore

/// One line of a run's results before it is scored.
struct RunItem: Sendable {
    /// The name of the sample.
    var id: String
    /// The configuration that made the answer.
    var configuration: String?
    /// The sample, or why there is none.
    var sample: Result<Sample, FielError>
    /// What it took.
    var timing = RunTiming()
}

/// What a line of results took.
struct RunTiming: Sendable, Hashable {
    /// Seconds until the passages were there.
    var retrieval: Double?
    /// Seconds until the answer was there.
    var generation: Double?
    /// The tokens that were generated.
    var tokens: Int?

    /// Runs a piece of work and tells the seconds that it took.
    static func measure<T: Sendable>(
        _ work: () async throws(FielError) -> T
    ) async throws(FielError) -> (T, seconds: Double) {
        let start = ContinuousClock.now
        let value = try await work()
        return (value, (ContinuousClock.now - start) / .seconds(1))
    }

    /// The line of `timings.jsonl`.
    ///
    /// - Parameter evaluation: the share of the seconds in which the sample's batch was scored.
    func line(_ item: RunItem, evaluation: Double) -> [UInt8] {
        ResultLine.line { json in
            json.member("id", item.id)
            json.member("configuration", ifAny: item.configuration)
            for (name, seconds) in [
                ("retrieval_ms", retrieval), ("generation_ms", generation), ("evaluation_ms", evaluation),
            ] {
                if let seconds { json.member(name, (seconds * 1e6).rounded() / 1e3) }
            }
            if let tokens { json.member("tokens", tokens) }
        }
    }
}

/// Gives the items of a run in the order of its plan.
protocol RunItems: Sendable {
    /// Passes over items that were done before.
    mutating func skip(_ count: Int) throws(FielError)
    /// The next items, which are judged together; none at the end.
    mutating func next() async throws(FielError) -> [RunItem]
}

/// The rows of a data set.
struct DatasetItems: RunItems {
    private var reader: DatasetReader
    private var left: Int
    private let batch = 16

    init(_ answers: Suite.Answers, limit: Int?, isStopped: @escaping @Sendable () -> Bool) throws(FielError) {
        var options = DatasetOptions()
        options.fields = answers.fields
        reader = try DatasetReader(try FileSource(path: answers.path, isStopped: isStopped), options: options)
        left = min(limit ?? .max, answers.limit ?? .max)
    }

    mutating func skip(_ count: Int) throws(FielError) {
        for _ in 0..<min(count, left) { _ = try reader.next() }
        left -= min(count, left)
    }

    mutating func next() async throws(FielError) -> [RunItem] {
        var items: [RunItem] = []
        while items.count < min(batch, left), let entry = try reader.next() {
            items.append(RunItem(id: entry.id, sample: entry.sample))
        }
        left -= items.count
        return items
    }
}
