import FielCore
import FielGeneration
import Testing

@Suite("Shared prefixes") struct PrefixTests {
    @Test("answers are the same with and without a cache, and shared tokens are read once", arguments: UInt64(0)..<30)
    func same(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let cached = ToyModel.Meter()
        let plain = ToyModel.Meter()
        let cache = PrefixCache<[Int32]>(capacity: 60)
        let passages = (0..<3).map { _ in random.tokens(2 + random.next(below: 8), below: 6) }
        let system = random.tokens(3, below: 6)
        for _ in 0..<4 {
            let question = random.tokens(1 + random.next(below: 4), below: 6)
            let prompts = passages.map { TokenPrompt(system + $0 + question, reusableCount: system.count + $0.count) }
            let prior = try PassagePrior(scores: [0, 1, 2])
            var parameters = DecodingParameters()
            parameters.maxTokens = 4
            let with = try MixtureDecoder(ToyModel(meter: cached), cache: cache)
                .decode(prompts, prior: prior, parameters)
            let without = try MixtureDecoder(ToyModel(meter: plain)).decode(prompts, prior: prior, parameters)
            #expect(with.map(\.tokens) == without.map(\.tokens))
            #expect(with[0].usage.promptTokens == without[0].usage.promptTokens)
            #expect(with[0].usage.cachedPromptTokens >= without[0].usage.cachedPromptTokens)
            #expect(without[0].usage.cachedPromptTokens >= 2 * system.count)
            #expect(cache.tokenCount <= 60)
        }
        #expect(cached.tokens < plain.tokens)
    }

    @Test("a passage that comes first is not read again for the next question")
    func passageFirst() throws {
        let meter = ToyModel.Meter()
        let cache = PrefixCache<[Int32]>()
        let decoder = MixtureDecoder(ToyModel(meter: meter), cache: cache)
        var parameters = DecodingParameters()
        parameters.maxTokens = 1
        let passage: [Int32] = [1, 2, 3, 4, 5, 1, 2]
        _ = try decoder.decode(TokenPrompt(passage + [4, 4], reusableCount: 7), parameters)
        let before = meter.tokens
        let second = try decoder.decode(TokenPrompt(passage + [5, 3, 2], reusableCount: 7), parameters)
        #expect(meter.tokens - before == 3)
        #expect(second[0].usage.cachedPromptTokens == 7)
    }

    @Test("the counted tokens are those that the model was not asked to read", arguments: UInt64(0)..<20)
    func usage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let meter = ToyModel.Meter()
        let decoder = MixtureDecoder(ToyModel(meter: meter), cache: PrefixCache())
        var parameters = DecodingParameters()
        parameters.maxTokens = 1
        for _ in 0..<6 {
            let prompts = (0..<3).map { _ in
                let tokens = random.tokens(1 + random.next(below: 6), below: 3)
                return TokenPrompt(tokens, reusableCount: random.next(below: 7))
            }
            let before = meter.tokens
            let usage = try decoder.decode(prompts, prior: PassagePrior(scores: [0, 0, 0]), parameters)[0].usage
            #expect(meter.tokens - before == usage.promptTokens - usage.cachedPromptTokens)
        }
    }
}

@Suite("Prompts that are too long") struct TruncationTests {
    @Test("are cut at the end that is asked for")
    func truncation() {
        let prompt = TokenPrompt([1, 2, 3, 4], reusableCount: 3)
        #expect(prompt.truncated(.none, to: 2) == prompt)
        #expect(prompt.truncated(.start, to: 2).tokens == [3, 4])
        #expect(prompt.truncated(.end, to: 2) == TokenPrompt([1, 2], reusableCount: 2))
        #expect(prompt.truncated(.end, to: 9) == prompt)
    }
}
