import FielCore
import FielGeneration
import Synchronization
import Testing

@Suite("Where answers end") struct StopTests {
    /// Decodes a model that says the given pieces one after the other.
    private func say(
        _ pieces: [String],
        bytes: [[UInt8]]? = nil,
        _ change: (inout DecodingParameters) -> Void
    ) throws -> (generation: Generation, streamed: [String]) {
        let model = Script(pieces: bytes ?? pieces.map { Array($0.utf8) })
        var parameters = DecodingParameters()
        change(&parameters)
        var streamed: [String] = []
        let found = try MixtureDecoder(model).decode(TokenPrompt([0]), parameters) { streamed.append($0) }
        return (found[0], streamed)
    }

    /// Says token n + 1 after token n, and ends after the last piece.
    struct Script: LanguageModel {
        let pieces: [[UInt8]]
        let name = "script"
        let contextLength = 200
        let chatTemplate: String? = nil
        var vocabularySize: Int { pieces.count + 2 }
        var endTokens: Set<Int32> { [Int32(pieces.count + 1)] }
        var emptyContext: Int { 0 }
        func count(of context: Int) -> Int { context }
        func tokens(of prompt: [PromptPart]) -> [Int32] { [0] }
        func bytes(of token: Int32) -> [UInt8] { (1...pieces.count).contains(Int(token)) ? pieces[Int(token) - 1] : [] }
        func specialToken(named name: String) -> Int32? { nil }

        func extend(_ continuations: [Continuation<Int>]) throws(FielError) -> [ContinuedContext<Int>] {
            continuations.map { continuation in
                var logits = [Float](repeating: 0, count: vocabularySize)
                logits[min(Int(continuation.tokens.last ?? 0) + 1, vocabularySize - 1)] = 20
                return ContinuedContext(context: continuation.context + continuation.tokens.count, logits: [logits])
            }
        }
    }

    @Test("a stop string is found across tokens, cut or kept as asked", arguments: [false, true])
    func acrossTokens(includesStop: Bool) throws {
        let (generation, streamed) = try say(["Hello ", "wor", "ld. E", "N", "D and more"]) {
            ($0.stop, $0.includesStop) = (["END"], includesStop)
        }
        #expect(generation.text == (includesStop ? "Hello world. END" : "Hello world. "))
        #expect(generation.finishReason == .stop)
        #expect(streamed.joined() == generation.text)
    }

    @Test("streamed text never shows a part of a stop string, however the text is cut", arguments: 0..<60)
    func streaming(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = (0..<40).map { _ in ["a", "b", "c", "é"][random.next(below: 4)] }.joined()
        var bytes: [[UInt8]] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            bytes.append(Array(rest.prefix(1 + random.next(below: 4))))
            rest = rest.dropFirst(bytes[bytes.count - 1].count)
        }
        let stops = ["abc", "bca", "éb", "cc"]
        let (generation, streamed) = try say([], bytes: bytes) { $0.stop = stops }
        // By itself: the stop that ends first; of those that end together, the longest.
        let all = Array(text.utf8)
        let hit = all.indices.lazy.compactMap { end in
            stops.map { Array($0.utf8) }.sorted { $0.count > $1.count }
                .first { all[...end].suffix($0.count).elementsEqual($0) }.map { end + 1 - $0.count }
        }.first
        #expect(generation.text == String(decoding: all[..<(hit ?? all.count)], as: UTF8.self))
        #expect(generation.finishReason == .stop)
        #expect(generation.text.hasPrefix(streamed.joined()))
        #expect(hit == nil || streamed.joined() == generation.text)
        for index in streamed.indices {
            #expect(stops.allSatisfy { !streamed[...index].joined().contains($0) })
        }
    }

    @Test("text that only began like a stop string comes at the end")
    func heldBack() throws {
        let (generation, streamed) = try say(["one E", "N"]) { $0.stop = ["END"] }
        #expect(generation.text == "one EN")
        #expect(streamed.joined() == "one EN")
    }

    @Test("characters are whole whatever tokens they are cut into, and cut ones become U+FFFD")
    func characters() throws {
        let bytes = Array("né😀".utf8).map { [$0] }
        let (generation, streamed) = try say([], bytes: bytes) { _ in }
        #expect(generation.text == "né😀")
        #expect(streamed == ["n", "é", "😀"])
        #expect(generation.tokens.map(\.text) == ["n", "", "é", "", "", "", "😀", ""])
        let cut = try say([], bytes: Array(bytes.dropLast())) { _ in }
        #expect(cut.generation.text == "né\u{FFFD}")
    }

    @Test("the end token is a token of the answer with no text, and its probability counts")
    func endToken() throws {
        let (generation, _) = try say(["a"]) { _ in }
        #expect(generation.tokens.compactMap(\.id) == [1, 2])
        #expect(generation.tokens[1].text.isEmpty)
        #expect(near(generation.logLikelihood ?? .nan, generation.tokens.reduce(0) { $0 + $1.logProbability }, 1e-12))
        #expect(generation.usage.completionTokens == 2)
    }

    @Test("the most tokens, and the room in the context, end an answer")
    func lengths() throws {
        let pieces = (0..<300).map { "\($0) " }
        let short = try say(pieces) { $0.maxTokens = 3 }.generation
        #expect(short.text == "0 1 2 ")
        #expect(short.finishReason == .length)
        let full = try say(pieces) { $0.maxTokens = 1000 }.generation
        #expect(full.tokens.count == 199)
        #expect(throws: FielError.self) {
            try MixtureDecoder(Script(pieces: [])).decode(
                TokenPrompt(Array(repeating: 0, count: 200)),
                DecodingParameters()
            )
        }
    }

    @Test("greedy decoding takes the lowest id on a tie")
    func ties() throws {
        let model = ToyModel(vocabularySize: 5, endTokens: [], fixed: [0, 3, 1, 3, 3])
        var parameters = DecodingParameters()
        parameters.maxTokens = 1
        #expect(try MixtureDecoder(model).decode(TokenPrompt([1]), parameters)[0].tokens[0].id == 1)
    }

    /// A parameter out of its range, and a word that the error must hold.
    struct Invalid: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout DecodingParameters) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout DecodingParameters) -> Void) {
            testDescription = name
            self.change = change
        }
    }

    static let invalid: [Invalid] = [
        Invalid("maxTokens") { $0.maxTokens = 0 },
        Invalid("temperature") { $0.temperature = 0 },
        Invalid("temperature") { $0.temperature = .nan },
        Invalid("topK") { $0.topK = -1 },
        Invalid("topP") { $0.topP = 1.5 },
        Invalid("minP") { $0.minP = -0.1 },
        Invalid("repetitionPenalty") { $0.repetitionPenalty = 0 },
        Invalid("presencePenalty") { $0.presencePenalty = 3 },
        Invalid("frequencyPenalty") { $0.frequencyPenalty = .nan },
        Invalid("samples") { $0.samples = 0 },
        Invalid("alternatives") { $0.alternatives = -1 },
        Invalid("stop") { $0.stop = [""] },
        Invalid("logitBias") { $0.logitBias = [99: 1] },
        Invalid("logitBias") { $0.logitBias = [1: .nan] },
        Invalid("logit_bias") { $0.logitBias = [0: -.infinity, 1: -.infinity] },
        Invalid("beam width") { parameters in
            var beam = BeamParameters()
            beam.width = 0
            parameters.method = .beam(beam)
        },
    ]

    @Test("a parameter out of its range is an error that names it", arguments: invalid)
    func ranges(invalid: Invalid) throws {
        var parameters = DecodingParameters()
        invalid.change(&parameters)
        let model = ToyModel(vocabularySize: 2)
        let error = #expect(throws: FielError.self) { try MixtureDecoder(model).decode(TokenPrompt([1]), parameters) }
        #expect(error?.description.contains(invalid.testDescription) == true)
    }
}

@Suite("Models that break their contract") struct BrokenModelTests {
    @Test("logits that make no distribution are an error", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) {
        let model = ToyModel(vocabularySize: 2, fixed: [value, value])
        #expect(throws: FielError.self) {
            try LikelihoodScorer(model)
                .likelihoods(of: [[1, 1]], after: [TokenPrompt([1])], prior: PassagePrior(logPriors: [0]))
        }
        for count in 1...2 {
            #expect(throws: FielError.self) {
                try MixtureDecoder(model).decode(
                    (1...count).map { TokenPrompt([Int32($0)]) },
                    prior: PassagePrior(scores: Array(repeating: 0, count: count)),
                    DecodingParameters()
                )
            }
        }
    }

    @Test("too few logits are an error")
    func shape() {
        let model = ToyModel(vocabularySize: 5, fixed: [0, 1])
        #expect(throws: FielError.self) { try MixtureDecoder(model).decode(TokenPrompt([1]), DecodingParameters()) }
    }
}
