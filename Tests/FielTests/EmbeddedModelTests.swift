import Fiel
import FielEngine
import FielModels
import Foundation
import Testing

@Suite("Embedded models")
struct EmbeddedModelTests {
    private static let contexts = [
        "The Golden Gate Bridge opened to vehicle traffic on 28 May 1937.",
        "Its main span is 1,280 metres long.",
    ]

    @Test("a sentence of the passage is supported, one with another figure is not")
    func verdicts() async throws {
        let evaluator = try Evaluator()
        let result = try await evaluator.evaluate(
            Sample(
                question: "How long is the main span of the Golden Gate Bridge?",
                contexts: Self.contexts,
                answer: "Its main span is 1,280 metres long. Its main span is 1,820 metres long."
            )
        )
        #expect(result.claims.first?.verdict == .supported)
        #expect(result.claims.last?.verdict != .supported)
        #expect(result.claims.last?.findings.isEmpty == false)
    }

    @Test(
        "what a passage says is supported, word for word, after a \"no\", or with its figures in another form",
        arguments: [
            ("The office is open from 09:00 to 17:30.", "The office is open from 09:00 to 17:30."),
            ("The office is open from 09:00 to 17:30.", "The office is open from 9 am to 5:30 pm."),
            ("Dogs are not permitted on the premises.", "No, dogs are not permitted on the premises."),
            ("O museu está encerrado à segunda-feira.", "Não, o museu está encerrado à segunda-feira."),
            ("The city has 1,250,000 inhabitants.", "The city has 1.25 million inhabitants."),
            ("O salário mínimo é de R$ 1.412,00.", "O salário mínimo é de R$ 1412."),
        ]
    )
    func sameInOtherForm(context: String, answer: String) async throws {
        let sample = Sample(question: "What is said?", contexts: ["Nothing of it.", context], answer: answer)
        let claims = try await Evaluator().evaluate(sample).claims
        #expect(claims.map(\.verdict) == [.supported] && claims[0].contradiction < 0.5)
    }

    @Test("citation marks change nothing of what is said of an answer")
    func citationMarks() async throws {
        let contexts = ["Lisbon is the capital of Portugal.", "The city has six bridges over the river."]
        let evaluator = try Evaluator()
        func judged(_ answer: String) async throws -> [ClaimJudgement] {
            try await evaluator.evaluate(Sample(question: "What is it?", contexts: contexts, answer: answer)).claims
        }
        let plain = try await judged("Lisbon is the capital of Portugal. The city has six bridges.")
        let cited = try await judged("Lisbon is the capital of Portugal [1]. The city has six bridges. [2, 7]")
        #expect(plain.map(\.verdict) == [.supported, .supported])
        #expect(cited.map(\.support) == plain.map(\.support) && cited.map(\.verdict) == plain.map(\.verdict))
        #expect(cited.flatMap(\.findings).isEmpty)
    }

    @Test("an answer longer than the classifier reads is cut, and what it read and what not adds up")
    func accounting() async throws {
        let classifier = try PairClassifier(path: EmbeddedModel.nli.path())
        let answer = "The bridge has " + (1...900).map { "arch \($0)" }.joined(separator: " and ") + "."
        let found = try await Evaluator().evaluate(Sample(contexts: ["The bridge has a toll."], answer: answer))
        #expect(found.accounting.tokensCut > 0 && found.accounting.pairs > 0)
        #expect(
            found.accounting.tokensSeen
                == found.accounting.pairs * (classifier.maximumTokens - classifier.specialTokensOfPair)
        )
    }

    @Test("an answer of yes or no is counted with the pairs of the opposite answer")
    func accountingOfYesAndNo() async throws {
        func pairs(_ answer: String) async throws -> Int {
            let sample = Sample(question: "Is the bridge open?", contexts: ["The bridge is open."], answer: answer)
            return try await Evaluator().evaluate(sample).accounting.pairs
        }
        let (full, short) = (try await pairs("The bridge is open."), try await pairs("Yes."))
        #expect(full > 0 && short == 2 * full)
    }

    @Test("the same sample has the same bits alone, among others, and on any number of threads")
    func determinism() async throws {
        let samples = (0..<12).map { index in
            Sample(
                id: "\(index)",
                question: "When did it open?",
                contexts: Array(Self.contexts.prefix(1 + index % 2)),
                answer: String(repeating: "It opened in 193\(index % 10). ", count: 1 + index % 3)
            )
        }
        var options = EvaluatorOptions()
        options.threads = 1
        let one = try Evaluator(options: options)
        options.threads = 3
        let three = try Evaluator(options: options)
        let together = await one.evaluate(samples)
        #expect(await three.evaluate(samples) == together)
        #expect(try await three.evaluate(samples[7]) == together[7])
    }

    @Test("both files together are at most 50 MB")
    func size() throws {
        let sizes = try EmbeddedModel.allCases.map { model in
            try FileManager.default.attributesOfItem(atPath: model.path())[.size] as? Int ?? 0
        }
        #expect(sizes.allSatisfy { $0 > 0 })
        #expect(sizes.reduce(0, +) <= 50_000_000)
    }
}
