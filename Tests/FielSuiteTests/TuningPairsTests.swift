import FielCore
import FielSuite
import Testing

@Suite("Labelled pairs")
struct TuningPairsTests {
    private static func read(_ text: String, name: String = "x.jsonl") throws -> [Result<LabelledPair, FielError>] {
        var reader = try LabelledPairReader(MemorySource(Array(text.utf8), name: name))
        var rows: [Result<LabelledPair, FielError>] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private static func pair(_ index: Int, _ label: LabelledPair.Label, group: String? = nil) -> LabelledPair {
        LabelledPair(TextPair(premise: "p\(index)", hypothesis: "h"), label: label, group: group)
    }

    /// As many pairs of each label, in groups of the given size.
    private static func pairs(_ count: Int, groupSize: Int) -> [LabelledPair] {
        (0..<count).map { pair($0, .entails($0 % 2 == 0), group: "g\($0 / groupSize)") }
    }

    @Test("labels of three and of two answers are read, with groups or without")
    func labels() throws {
        let rows = try Self.read(
            """
            {"premise":"a","hypothesis":"b","label":"contradiction","group":"g","other":1}
            {"premise":"a","hypothesis":"c","label2":"not_entailment"}
            {"premise":"a","hypothesis":"d","label2":"entailment","label":null}
            {"premise":"a","hypothesis":"e","label":"neutral","label2":"not_entailment","group":null}
            """
        )
        let pairs = try rows.map { try $0.get() }
        #expect(pairs.map(\.label) == [.answer(.contradiction), .entails(false), .entails(true), .answer(.neutral)])
        #expect(pairs.map(\.label.name) == ["contradiction", "not_entailment", "entailment", "neutral"])
        #expect(pairs.map(\.group) == ["g", "a", "a", "a"])
        let named = try Self.read(
            """
            {"premise":"a","hypothesis":"b","label":"neutral","group":7}
            {"premise":"a","hypothesis":"b","label":"neutral","group":7.5}
            {"premise":"a","hypothesis":"b","label":"neutral","group":""}
            """
        )
        #expect(try named.map { try $0.get().group } == ["7", "7.5", "a"])
        #expect(pairs.map(\.pair.hypothesis) == ["b", "c", "d", "e"])
    }

    @Test("CSV and a JSON array give the same pairs")
    func formats() throws {
        let pair = LabelledPair(TextPair(premise: "a, b", hypothesis: "c"), label: .answer(.neutral), group: "a, b")
        let csv = "premise,hypothesis,label,group\n\"a, b\",c,neutral,\n"
        for (text, name) in [
            (csv, "x.csv"), (csv, "x"), (#"[{"premise":"a, b","hypothesis":"c","label":"neutral"}]"#, "x.json"),
        ] {
            #expect(try Self.read(text, name: name).map { try $0.get() } == [pair], "\(name)")
        }
    }

    @Test(
        "a row that cannot be used is an error with file, line, field and value",
        arguments: [
            (#"{"premise":"a","hypothesis":"b","label":"entails"}"#, ["label", "\"entails\"", "contradiction"]),
            (#"{"premise":"a","hypothesis":"b","label2":"neutral"}"#, ["label2", "\"neutral\"", "not_entailment"]),
            (#"{"premise":"a","hypothesis":"b"}"#, ["label", "missing"]),
            (#"{"premise":"a","hypothesis":7,"label":"neutral"}"#, ["hypothesis", "7"]),
            (#"{"premise":"","hypothesis":"b","label":"neutral"}"#, ["premise", "empty"]),
            (#"{"premise":"a","label":"neutral"}"#, ["hypothesis", "missing"]),
            (#"{"premise":"a","hypothesis":"b","label":"neutral","group":[]}"#, ["group"]),
            (#"{"premise"#, []), ("[]", []), ("7", []),
        ]
    )
    func errors(line: String, words: [String]) throws {
        let good = #"{"premise":"a","hypothesis":"b","label":"neutral"}"#
        let rows = try Self.read("\(good)\n\(line)\n\(good)\n")
        #expect(rows.count == 3)
        #expect((try? rows[0].get()) != nil && (try? rows[2].get()) != nil)
        let error = #expect(throws: FielError.self) { try rows[1].get() }
        #expect(error?.location == .init(file: "x.jsonl", line: 2))
        for word in words { #expect(error?.message.contains(word) == true, "\(word)") }
    }

    @Test("no group stands in both parts, and the share is kept as far as groups allow", arguments: [1, 3, 7])
    func split(groupSize: Int) throws {
        let pairs = Self.pairs(210, groupSize: groupSize)
        let parts = try TuningPairs(holdingOut: 0.2, of: pairs, seed: 1)
        #expect(Set(parts.training.map(\.group)).isDisjoint(with: parts.heldOut.map(\.group)))
        #expect(parts.training.count + parts.heldOut.count == 210)
        #expect((36...42).contains(parts.heldOut.count))
        #expect(try TuningPairs(holdingOut: 0.2, of: pairs.reversed(), seed: 1).heldOut.reversed() == parts.heldOut)
        #expect(try TuningPairs(holdingOut: 0.2, of: pairs, seed: 2) != parts)
    }

    @Test("pairs without a group are kept together by their premise")
    func premises() throws {
        let pairs = (0..<100).map { Self.pair($0 / 2, .entails($0 % 2 == 0)) }
        let parts = try TuningPairs(holdingOut: 0.3, of: pairs, seed: 0)
        #expect(Set(parts.training.map(\.pair.premise)).isDisjoint(with: parts.heldOut.map(\.pair.premise)))
    }

    @Test("copies of a pair are never divided, whatever groups they name")
    func copies() throws {
        let pairs = (0..<120).map { Self.pair($0 / 2, .entails($0 / 2 % 2 == 0), group: "g\($0)") }
        for seed in 0..<4 as Range<UInt64> {
            let parts = try TuningPairs(holdingOut: 0.3, of: pairs, seed: seed)
            #expect(Set(parts.training.map(\.pair)).isDisjoint(with: parts.heldOut.map(\.pair)))
            #expect(parts.heldOut.count == 36 && Set(parts.heldOut.map(\.group)).count == 18)
        }
    }

    @Test("too few pairs, one group, one label and shared groups are refused with the reason")
    func refusals() throws {
        func expect(_ words: String, _ make: () throws -> TuningPairs) {
            let error = #expect(throws: FielError.self) { try make() }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
        let good = Self.pairs(60, groupSize: 1)
        expect("49 usable pairs") { try TuningPairs(holdingOut: 0.3, of: Self.pairs(49, groupSize: 1), seed: 0) }
        expect("0 usable pairs") { try TuningPairs(holdingOut: 0.3, of: [], seed: 0) }
        expect("0 pairs could be held out") {
            try TuningPairs(holdingOut: 0.3, of: Self.pairs(60, groupSize: 60), seed: 0)
        }
        expect("have the label entailment") {
            try TuningPairs(holdingOut: 0.3, of: (0..<60).map { Self.pair($0, .entails(true)) }, seed: 0)
        }
        expect("pairs to hold out have the label neutral") {
            try TuningPairs(training: good, heldOut: (100..<120).map { Self.pair($0, .answer(.neutral)) })
        }
        expect("1 of the held-out pairs is also tuned on, such as \"p7\" with \"h\"") {
            let heldOut = (100..<120).map { Self.pair($0, .entails($0 % 2 == 0)) }
            return try TuningPairs(training: good, heldOut: heldOut + [Self.pair(7, .entails(true), group: "other")])
        }
        expect("1 group of the held-out pairs are also tuned on, such as \"g7\"") {
            let heldOut = (100..<120).map { Self.pair($0, .entails($0 % 2 == 0)) }
            return try TuningPairs(training: good, heldOut: heldOut + [Self.pair(1, .entails(true), group: "g7")])
        }
    }
}
