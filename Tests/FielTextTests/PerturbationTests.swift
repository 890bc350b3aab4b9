import FielCore
import Foundation
import Testing

@testable import FielText

@Suite("Perturbations") struct PerturbationTests {
    /// The answers of fixtures/stress, all of them faithful.
    static let faithful: [Sample] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "fixtures/stress/faithful.jsonl")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.compactMap { line in
            guard let row = try? JSONValue(parsing: Array(line.utf8)).object, let answer = row["answer"]?.string else {
                return nil
            }
            return Sample(
                id: row["id"]?.string ?? "",
                question: row["question"]?.string,
                contexts: (row["contexts"]?.array ?? []).compactMap(\.string),
                answer: answer
            )
        }
    }()

    private static let rewriting: [Perturbation] = [.number, .date, .entity, .negation, .unit, .bound, .quantifier]

    private func edited(
        _ sample: Sample,
        _ perturbation: Perturbation,
        seed: UInt64 = 1,
        names: [DonorName] = []
    ) -> String? {
        var random = SeededGenerator(seed: seed)
        let text = ScalarText(sample.answer)
        return ClaimPerturber(sample, names: names).edit(0..<text.count, by: perturbation, using: &random)
            .map { EditedText(text, [$0]).text }
    }

    private func edited(_ answer: String, in context: String? = nil, _ perturbation: Perturbation) -> String? {
        edited(Sample(contexts: [context ?? answer], answer: answer), perturbation)
    }

    // MARK: What is changed

    @Test(
        "a claim is denied where its verb stands, and a denial is taken back",
        arguments: [
            ("The bridge was opened in 1937.", "The bridge was not opened in 1937."),
            ("Its light can be seen from afar.", "Its light cannot be seen from afar."),
            ("It has published ten books.", "It has not published ten books."),
            ("The castle is not open in winter.", "The castle is open in winter."),
            ("The castle isn't open in winter.", "The castle is open in winter."),
            ("A ponte foi inaugurada em 1937.", "A ponte não foi inaugurada em 1937."),
            ("Foi inaugurada em maio.", "Não foi inaugurada em maio."),
            ("O castelo não está aberto no inverno.", "O castelo está aberto no inverno."),
            ("O rei é o dono da ponte.", "O rei não é o dono da ponte."),
        ]
    )
    func negation(claim: String, expected: String) { #expect(edited(claim, .negation) == expected) }

    @Test(
        "nothing is denied where a denial could be true as well",
        arguments: [
            "Some bridges are old.", "The bridge may be old.", "It has two arches and a gate.",
            "Not only is it old, it is big.",
            "It is old and is big.", "All bridges are old.", "Algumas pontes são velhas.", "A ponte talvez seja velha.",
            "He left after it was opened.", "Ele se foi da cidade ontem.", "It never was not there.", "Is.", "",
        ]
    )
    func noNegation(claim: String) { #expect(edited(claim, .negation) == nil) }

    @Test(
        "a comparison becomes its opposite, unless the passages hold that too",
        arguments: [
            ("It is the largest bridge.", "It is the largest bridge.", "It is the smallest bridge."),
            ("It is older than the other.", "It is older than the other.", "It is younger than the other."),
            ("It is older than the other.", "It is older. The younger one fell.", nil),
            ("It was the first bridge there.", "It was the first bridge there.", "It was the last bridge there."),
            ("It closed after nine years.", "It closed after nine years.", nil),
            ("Entrou no ensino superior.", "Entrou no ensino superior.", nil),
            ("At first it was open.", "At first it was open.", nil),
            ("It was not larger.", "It was not larger.", nil),
            ("É a maior ponte do norte.", "É a maior ponte do norte. Menor é a do sul.", nil),
            ("A produção aumentou muito.", "A produção aumentou muito.", "A produção diminuiu muito."),
        ] as [(String, String, String?)]
    )
    func opposite(claim: String, context: String, expected: String?) {
        #expect(edited(claim, in: context, .quantifier) == expected)
    }

    @Test(
        "a bound turns round where the passages bound the amount in the same way, and in no other",
        arguments: [
            ("It takes at least 30 days.", "It takes 30 days or more.", "It takes at most 30 days."),
            ("Up to thirty may enter.", "No more than thirty may enter.", "At least thirty may enter."),
            ("It costs less than $40.", "It costs less than $40.", "It costs more than $40."),
            ("It takes at least 30 days.", "It takes 30 days.", nil),
            ("It takes at least 30 days.", "It takes at least 30 and at most 30 days.", nil),
            ("Leva pelo menos 30 dias.", "Leva 30 dias ou mais.", "Leva no máximo 30 dias."),
        ] as [(String, String, String?)]
    )
    func bound(claim: String, context: String, expected: String?) {
        #expect(edited(claim, in: context, .bound) == expected)
    }

    @Test(
        "an amount changes its unit in its own language, unless the passages give both",
        arguments: [
            ("It is 12 km long.", "It is 12 km long.", "It is 12 metres long."),
            ("It cost $35.", "It cost $35.", "It cost €35."),
            ("It is 12 km long.", "It is 12 km long and 12 metres wide.", nil),
            ("It is over 12 km long.", "It is over 12 km long.", nil),
            ("It takes twelve hours.", "It takes twelve hours.", nil),
            ("A linha tinha 9 km.", "A linha tinha 9 km.", "A linha tinha 9 metros."),
            ("O teatro custou 12 euros.", "O teatro custou 12 euros.", "O teatro custou 12 dólares."),
        ] as [(String, String, String?)]
    )
    func unit(claim: String, context: String, expected: String?) {
        #expect(edited(claim, in: context, .unit) == expected)
    }

    @Test(
        "amounts and dates are left alone where another one could be true as well",
        arguments: [
            ("It has more than 30 rooms.", Perturbation.number), ("It has about 30 rooms.", .number),
            ("Apollo 11 came back.", .number), ("It ended 3-2 in the rain.", .number), ("It won two thirds.", .number),
            ("It has one room.", .number), ("It is the 19th of them.", .number),
            ("Tem pelo menos 30 quartos.", .number),
            ("It closed before 1950.", .date), ("It has been there since 1950.", .date),
            ("It was in the 1930s.", .date),
            ("Fechou antes de 1950.", .date), ("It was built around 1950.", .date),
            ("It ran from 1950–1960 there.", .date),
        ]
    )
    func bounds(claim: String, perturbation: Perturbation) { #expect(edited(claim, perturbation) == nil) }

    @Test("a fact that the passages do not hold is not exchanged: its claim rests on something else")
    func unheld() {
        #expect(edited("It has 30 rooms.", in: "It is a hotel.", .number) == nil)
        #expect(edited("It opened in 1950.", in: "It is a hotel.", .date) == nil)
    }

    // MARK: Whatever is drawn

    @Test("an exchanged fact stands in no passage, whatever the seed", arguments: 0..<2 as Range<UInt64>)
    func fresh(seed: UInt64) throws {
        #expect(Self.faithful.count == 52)
        let names = Self.faithful.map { sample in (sample.id, sample.contexts.flatMap { DonorName.names(in: $0) }) }
        var made: [Perturbation: Int] = [:]
        for sample in Self.faithful {
            let others = names.filter { $0.0 != sample.id }.flatMap(\.1)
            #expect(
                FactFinder.missing(from: sample.answer, in: sample.contexts).isEmpty,
                "\(sample.id) is not faithful"
            )
            for perturbation in [Perturbation.number, .date, .entity] {
                guard let changed = edited(sample, perturbation, seed: seed, names: others) else { continue }
                made[perturbation, default: 0] += 1
                #expect(FactFinder.missing(from: changed, in: sample.contexts).count == 1, "\(changed)")
                #expect(edited(sample, perturbation, seed: seed, names: others) == changed)
            }
        }
        for perturbation in [Perturbation.number, .date, .entity] { #expect(made[perturbation, default: 0] >= 15) }
    }

    @Test("a number grows and keeps its form", arguments: 0..<8 as Range<UInt64>)
    func growth(seed: UInt64) throws {
        for (number, form) in [
            ("1,280", #"^[2-9],280$"#), ("3.6", #"^[4-9]\.6$"#), ("95", "^195$"), ("R$ 95,50", #"^R\$ [2-5]5,50$"#),
            ("six", "^[a-z]{3,6}$"),
        ] {
            let answer = "It has \(number) rooms."
            let changed = try #require(edited(Sample(contexts: [answer], answer: answer), .number, seed: seed))
            let found = changed.dropFirst(7).dropLast(7)
            #expect(found.range(of: form, options: .regularExpression) != nil, "\(changed)")
        }
    }

    @Test("a name comes from behind the same word and has as many words")
    func names() throws {
        let donors = DonorName.names(
            in: "The press was founded in Oslo by Ada Berg. She met Max Holm and lived near Bonn."
        )
        let sample = Sample(
            contexts: ["It was built by Eva Lind in Rome."],
            answer: "It was built by Eva Lind in Rome."
        )
        let changed = Set((0..<12).compactMap { edited(sample, .entity, seed: $0, names: donors) })
        #expect(changed == ["It was built by Ada Berg in Rome.", "It was built by Eva Lind in Oslo."])
    }

    @Test("a new look leaves every word as it was, and ranges follow", arguments: 0..<4 as Range<UInt64>)
    func formatting(seed: UInt64) throws {
        for sample in Self.faithful {
            var random = SeededGenerator(seed: seed)
            let edits = try #require(AnswerFormatting.edits(of: sample.answer, using: &random))
            let edited = EditedText(ScalarText(sample.answer), edits)
            #expect(edited.text != sample.answer)
            #expect(WordScanner.words(in: edited.text).map(\.text) == WordScanner.words(in: sample.answer).map(\.text))
            let new = ScalarText(edited.text)
            for sentence in SentenceSplitter.sentences(in: sample.answer) {
                let moved = WordScanner.words(in: new.slice(edited.range(of: sentence.range)))
                #expect(moved.map(\.text) == WordScanner.words(in: sentence.text).map(\.text))
            }
        }
    }

    @Test(
        "passages in another order are the same passages; one alone has no other order",
        arguments: 0..<10 as Range<UInt64>
    )
    func order(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let passages = ["a", "b", "b", "c"]
        let found = try #require(PassageChange.reordered(passages, using: &random))
        #expect(found != passages && found.sorted() == passages)
        #expect(PassageChange.reordered(["a", "a"], using: &random) == nil)
    }

    @Test("a distractor is foreign, and evidence is missed only where a fact goes with it")
    func passages() throws {
        var random = SeededGenerator(seed: 3)
        let claim = "It opened in 1937."
        let own = ["It opened in 1937.", "It is red."]
        let donors = ["The mill burnt down in 1937.", "Cats sleep."]
        for _ in 0..<20 {
            let found =
                PassageChange.distracted(own, answer: claim, donors: donors, using: &random) ?? own + ["Cats sleep."]
            #expect(
                found.sorted() == (own + ["Cats sleep."]).sorted(),
                "a passage with the same year could change the truth"
            )
        }
        func removing(_ passages: [String], _ claim: String, donors: [String] = []) -> [String]? {
            PassageChange.removing(0, from: passages, claim: claim, donors: donors, using: &random)
        }
        #expect(removing(own, claim) == ["It is red."])
        #expect(removing(own + ["In 1937 it rained."], claim) == nil)
        #expect(removing(own, "It opened.") == nil)
        #expect(removing(["It opened in 1937."], claim) == nil)
        #expect(removing(["It opened in 1937."], claim, donors: ["Cats sleep."]) == ["Cats sleep."])
    }

    @Test("no text is too strange to be changed", arguments: 0..<60 as Range<UInt64>)
    func hostile(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "The bridge was ", "1,280", " km", "\u{0}", "\u{202E}", "👩‍👩‍👧", "e\u{301}", "\r\n", " not ", "não ", "é ", "$",
            "%", "1937",
            "São ", "Ada Berg ", "in ", ".", "9999999999999999999", "<script>", "0.0", "\u{2028}", "- ", "more than ",
            "- ", "maior ",
        ]
        let text = (0..<random.next(below: 40)).reduce(into: "") { text, _ in
            text += pieces[random.next(below: pieces.count)]
        }
        let sample = Sample(question: text, contexts: [text, "x"], answer: text)
        let scalars = ScalarText(text)
        let perturber = ClaimPerturber(sample, names: DonorName.names(in: text + " in Oslo by Max Holm"))
        for claim in ClaimExtractor.claims(in: text, question: text).map(\.range) + [
            0..<scalars.count, 0..<scalars.count + 9,
        ] {
            for perturbation in Self.rewriting {
                guard let edit = perturber.edit(claim, by: perturbation, using: &random) else { continue }
                #expect(claim.contains(edit.range.lowerBound) && edit.range.upperBound <= claim.upperBound)
                #expect(EditedText(scalars, [edit]).text != text)
            }
        }
        if let edits = AnswerFormatting.edits(of: text, using: &random) { _ = EditedText(scalars, edits) }
    }
}
