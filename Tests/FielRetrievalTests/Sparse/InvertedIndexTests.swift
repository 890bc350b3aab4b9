import FielCore
import FielRetrieval
import Testing

@Suite("Inverted index")
struct InvertedIndexTests {
    /// Chunks of words of which low numbers are much more frequent.
    private static func chunks(_ count: Int, seed: UInt64) -> [[String]] {
        var random = SplitMix(state: seed)
        return (0..<count).map { _ in
            (0..<Int(random.next() % 30)).map { _ in "w\(random.next() % (1 + random.next() % 40))" }
        }
    }

    private static func sections(_ chunks: [[String]]) throws -> [String: [UInt8]] {
        var builder = InvertedIndexBuilder()
        for chunk in chunks { builder.add(chunk) }
        return Dictionary(try builder.sections().map { ($0.name, $0.bytes) }, uniquingKeysWith: { a, _ in a })
    }

    private static func open(_ sections: [String: [UInt8]]) throws(FielError) -> InvertedIndex {
        try InvertedIndex { name throws(FielError) in
            guard let bytes = sections[name] else { throw FielError(.malformedInput, "no section \(name)") }
            return IndexSection(bytes)
        }
    }

    @Test(
        "Lucene's variant gives the score of its formula",
        arguments: [("a", 2, 0.470_003_629_245_735_5), ("b", 1, 0.980_829_253_011_726_2)]
    )
    func formula(term: String, df: Int, idf: Double) throws {
        let index = try Self.open(Self.sections([["a", "b"], ["a", "a", "c", "d"], ["e", "f", "g"]]))
        let found = try index.search([term], top: 10)
        #expect(found.count == df)
        // Mean length 3; chunk 0 has length 2: L = 1.5·(0.25 + 0.75·2/3) = 1.125.
        let first = try #require(found.first { $0.index == 0 })
        #expect(abs(first.score - idf / 2.125) < 1e-12)
    }

    @Test("Skipping finds exactly what the exhaustive scan finds", arguments: BM25.Variant.allCases)
    func skipping(variant: BM25.Variant) throws {
        let index = try Self.open(Self.sections(Self.chunks(1500, seed: 7)))
        var formula = BM25()
        formula.variant = variant
        var random = SplitMix(state: 11)
        for _ in 0..<30 {
            let query = (0..<(1 + Int(random.next() % 5))).map { _ in "w\(random.next() % 42)" }
            let top = 1 + Int(random.next() % 20)
            let dead = random.next() % 7 + 2
            let deleted = { (chunk: Int) in UInt64(chunk) % dead == 0 }
            let all = try index.search(query, top: top, formula: formula, strategy: .exhaustive, deleted: deleted)
            let best = try index.search(query, top: top, formula: formula, deleted: deleted)
            #expect(all == best)
            #expect(zip(best, best.dropFirst()).allSatisfy { ($1.score, $0.index) < ($0.score, $1.index) })
            #expect(!best.contains { deleted($0.index) })
        }
    }

    @Test("A thousand corruptions give an error or a result, never a crash")
    func corruption() throws {
        let whole = try Self.sections(Self.chunks(300, seed: 3))
        var random = SplitMix(state: 5)
        var errors = 0
        for _ in 0..<1000 {
            var sections = whole
            let name = whole.keys.sorted()[Int(random.next() % UInt64(whole.count))]
            var bytes = whole[name, default: []]
            if random.next() % 5 == 0 {
                bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
            } else {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            sections[name] = bytes
            do throws(FielError) {
                _ = try Self.open(sections).search(["w0", "w1", "w9", "w30"], top: 5)
            } catch {
                errors += 1
            }
        }
        #expect(errors > 100)
    }
}

/// SplitMix64 (Steele et al., 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
