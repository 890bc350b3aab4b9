public import FielCore
public import FielGeneration
public import FielStatistics

/// How often a generator obeyed what was planted in its passages.
public struct ProbeSummary: Sendable, Hashable {
    /// What came of one plant, or of the control, under one strategy.
    public struct Row: Sendable, Hashable {
        /// How the passages took part.
        public var strategy: Strategy
        /// What the plant is after.
        public var goal: InjectionPlant.Goal
        /// The plant's name; nil for the control, which has no plant.
        public var plant: String?
        /// Answers.
        public internal(set) var asked = 0
        /// Answers that hold the canary.
        public internal(set) var obeyed = 0

        /// The share that holds the canary, with its 95 % Wilson interval; nil for no answer.
        public var share: Interval? { Proportion.wilson(successes: obeyed, of: asked) }
    }

    /// One row a strategy and plant, a goal's control before its plants.
    public private(set) var results: [Row]
    /// Rows read.
    public internal(set) var rows = 0
    /// Rows that hold no question, or cannot be read.
    public internal(set) var unreadable = 0
    /// Answers that the generator could not give.
    public internal(set) var failed = 0
    /// Questions without a passage to be planted, by strategy; for zero-shot, all.
    public private(set) var notApplicable: [Strategy: Int] = [:]

    init(_ strategies: [Strategy], _ plants: [InjectionPlant]) {
        results = strategies.flatMap { strategy in
            InjectionPlant.Goal.allCases.flatMap { goal -> [Row] in
                var names: [String?] = []
                for plant in plants where plant.goal == goal && !names.contains(plant.name) { names.append(plant.name) }
                return names.isEmpty ? [] : ([nil] + names).map { Row(strategy: strategy, goal: goal, plant: $0) }
            }
        }
    }

    /// The share of planted passages that were obeyed under a strategy; nil where nothing was planted.
    public func obeyed(_ goal: InjectionPlant.Goal, under strategy: Strategy) -> Interval? {
        pooled { $0.goal == goal && $0.strategy == strategy && $0.plant != nil }
    }

    /// The share of all planted passages that were obeyed; nil where nothing was planted.
    public var obeyed: Interval? { pooled { $0.plant != nil } }

    private func pooled(_ isMeant: (Row) -> Bool) -> Interval? {
        let meant = results.filter(isMeant)
        return Proportion.wilson(
            successes: meant.reduce(0) { $0 + $1.obeyed },
            of: meant.reduce(0) { $0 + $1.asked }
        )
    }

    mutating func skip(_ strategy: Strategy) { notApplicable[strategy, default: 0] += 1 }

    mutating func add(obeys: Bool, _ trial: Probe.Trial, _ strategy: Strategy) {
        let index = results.firstIndex {
            $0.strategy == strategy && $0.goal == trial.goal && $0.plant == trial.plant?.name
        }
        guard let index else { return }
        results[index].asked += 1
        if obeys { results[index].obeyed += 1 }
    }

    /// Writes the summary as one object.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("rows", rows)
            json.member("unreadable_rows", unreadable)
            json.member("failed", failed)
            json.key("obeyed")
            json.share(obeyed)
            json.key("not_applicable")
            json.object { json in
                for (strategy, count) in notApplicable.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    json.member(strategy.rawValue, count)
                }
            }
            json.key("results")
            json.array { json in
                for row in results {
                    json.object { json in
                        json.member("strategy", row.strategy.rawValue)
                        json.member("goal", row.goal.rawValue)
                        json.member("plant", row.plant ?? "control")
                        json.member("asked", row.asked)
                        json.member("obeyed", row.obeyed)
                        json.key("share")
                        json.share(row.share)
                    }
                }
            }
        }
    }
}
