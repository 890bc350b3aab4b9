public import FielCore

/// Labelled pairs in two parts, to learn from and to hold out, that share no source.
public struct TuningPairs: Sendable, Hashable {
    /// The fewest pairs that can be tuned on, both parts together.
    public static let fewest = 50
    /// The fewest pairs that are held out.
    public static let fewestHeldOut = 10

    /// What to learn from.
    public let training: [LabelledPair]
    /// What decides when to stop, and whether anything was gained.
    public let heldOut: [LabelledPair]

    /// Takes two parts as they are.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where a source or a pair stands in both, there are too few pairs, or a part has
    ///   one label only.
    public init(training: [LabelledPair], heldOut: [LabelledPair]) throws(FielError) {
        let shared = Set(training.map(\.group)).intersection(heldOut.map(\.group))
        if let group = shared.min() {
            throw FielError(
                .invalidArgument,
                "\(shared.count) group\(shared.count == 1 ? "" : "s") of the held-out pairs are also tuned on, such as "
                    + JSONValue.string(group).excerpt,
                hint: "pairs without a group have their premise for one"
            )
        }
        let copies = Set(heldOut.map(\.pair)).intersection(training.map(\.pair))
        if let pair = copies.min(by: { ($0.premise, $0.hypothesis) < ($1.premise, $1.hypothesis) }) {
            throw FielError(
                .invalidArgument,
                "\(copies.count) of the held-out pairs \(copies.count == 1 ? "is" : "are") also tuned on, such as "
                    + "\(JSONValue.string(pair.premise).excerpt) with \(JSONValue.string(pair.hypothesis).excerpt)",
                hint: "take copies out of one of the files"
            )
        }
        (self.training, self.heldOut) = (training, Self.joined(heldOut))
        try check()
    }

    /// Holds out whole groups, drawn at random, as long as they fit into the share; groups that hold copies of the same pair
    /// count as one.
    ///
    /// - Parameters:
    ///   - share: the part to hold out, above 0 and below 1.
    ///   - seed: the same seed draws the same groups.
    /// - Throws: `FielError` with code `invalidArgument` where there are too few pairs, or a part has one label only.
    public init(holdingOut share: Double, of pairs: [LabelledPair], seed: UInt64) throws(FielError) {
        precondition(share > 0 && share < 1, "TuningPairs: a share of \(share)")
        let pairs = Self.joined(pairs)
        let sizes = Dictionary(pairs.map { ($0.group, 1) }, uniquingKeysWith: +)
        var generator = SeededGenerator(seed: seed)
        var room = Int((Double(pairs.count) * share).rounded())
        var drawn: Set<String> = []
        for group in generator.shuffled(sizes.keys.sorted()) {
            guard let size = sizes[group], size <= room else { continue }
            drawn.insert(group)
            room -= size
        }
        training = pairs.filter { !drawn.contains($0.group) }
        heldOut = pairs.filter { drawn.contains($0.group) }
        try check()
    }

    /// The pairs with the groups that have a pair in common joined to one, under the first of their names.
    private static func joined(_ pairs: [LabelledPair]) -> [LabelledPair] {
        let sources = SharedSources(
            pairs.map { pair in
                let text = StableHash.of([pair.pair.premise, pair.pair.hypothesis], seed: 0)
                return ["group \(pair.group)", "text \(text)"]
            }
        )
        let names = Dictionary(zip(sources.sets, pairs.map(\.group)), uniquingKeysWith: min)
        return zip(pairs, sources.sets).map { pair, set in
            var joined = pair
            joined.group = names[set] ?? pair.group
            return joined
        }
    }

    private func check() throws(FielError) {
        let count = training.count + heldOut.count
        guard count >= Self.fewest else {
            throw FielError(
                .invalidArgument,
                "there are \(count) usable pairs, too few to tune on: at least \(Self.fewest) are needed",
                hint: "some hundreds are better"
            )
        }
        guard heldOut.count >= Self.fewestHeldOut else {
            throw FielError(
                .invalidArgument,
                "\(heldOut.count) pairs could be held out, too few to tell: at least \(Self.fewestHeldOut) are needed",
                hint: "whole groups are held out; hold out a greater share, or give a file with --validation"
            )
        }
        for (part, pairs) in [("tune on", training), ("hold out", heldOut)] {
            let labels = Set(pairs.map(\.label.name))
            guard labels.count < 2 else { continue }
            throw FielError(
                .invalidArgument,
                labels.first.map {
                    "all \(pairs.count) pairs to \(part) have the label \($0), expected at least two labels"
                }
                    ?? "there are no pairs to \(part)"
            )
        }
    }
}
