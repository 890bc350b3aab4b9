import FielCore
import FielRetrieval
import FielText
import Foundation
import Testing

/// The golden is `fixtures/retrieval/stems.json`: what `snowballstemmer` 3.1.1 gives.
@Suite("Snowball") struct SnowballTests {
    private static let golden = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/retrieval/stems.json")

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    @Test("stems are those of snowballstemmer", arguments: Language.allCases)
    func golden(language: Language) throws {
        let stems = try JSONDecoder().decode([String: [[String]]].self, from: Data(contentsOf: Self.golden))
        let pairs = try #require(stems[language.rawValue])
        #expect(pairs.count == 3000)
        // By scalars: equality of strings would hide a letter that was composed.
        let different = pairs.filter { Self.scalars(Snowball.stem($0[0], in: language)) != Self.scalars($0[1]) }
        #expect(different.isEmpty)
    }

    @Test(
        "the inflections of a word share a stem",
        arguments: [
            (.english, ["connect", "connected", "connecting", "connection", "connections"], "connect"),
            (.english, ["dog's", "dogs", "dogs'"], "dog"),
            (.portuguese, ["falar", "falamos", "falaram", "falávamos"], "fal"),
            (.portuguese, ["publicação", "publicações", "publicar"], "public"),
        ] as [(Language, [String], String)]
    )
    func inflections(language: Language, words: [String], stem: String) {
        #expect(words.map { Snowball.stem($0, in: language) } == words.map { _ in stem })
    }

    @Test("any string has a stem, no longer than itself and an e", arguments: Language.allCases)
    func fuzz(language: Language) {
        var random = SeededGenerator(seed: 53)
        let pieces = [
            "y", "Y", "'", "a~", "ã", "\u{303}", "e", "ed", "ing", "s", "ss", "amente", "iv", "at", "ç", "🌲", "\0",
        ]
        for _ in 0..<3000 {
            let word = (0..<random.next(below: 7)).map { _ in pieces[random.next(below: pieces.count)] }.joined()
            let stem = Snowball.stem(word, in: language)
            #expect(stem.unicodeScalars.count <= word.unicodeScalars.count + 1)
        }
    }
}
