import FielCore
import FielEngine
import Testing

@Suite("Encoder parity")
struct EncoderParityTests {
    @Test(
        "f32 embeddings equal the reference implementation's, from every file format and tensor type",
        arguments: [
            "sentence", "sentence-f32.gguf", "sentence-f16.gguf", "sentence-bf16.gguf", "sentence-q8_0.gguf",
            "sentence-q5_1.gguf", "sentence-q5_0.gguf", "sentence-q4_1.gguf", "sentence-q4_0.gguf",
        ]
    )
    func embeddings(file: String) async throws {
        let expected = try Fixtures.expected()
        let reference = try #require(expected.embeddings[file])
        for isa in InstructionSet.supported {
            let encoder = try SentenceEncoder(path: Fixtures.path(file), options: Fixtures.options(isa: isa))
            let found = try await encoder.embed(expected.texts)
            for (embedding, vector) in zip(found, reference) {
                let difference = zip(embedding.vector, vector).map { abs($0 - $1) }.max() ?? .infinity
                #expect(difference < 5e-6, "\(file) on \(isa)")
            }
        }
    }

    @Test("int8 embeddings point where the f32 ones do")
    func quantizedEmbeddings() async throws {
        let expected = try Fixtures.expected()
        let exact = try SentenceEncoder(path: Fixtures.path("sentence"), options: Fixtures.options())
        let reference = try await exact.embed(expected.texts)
        for isa in InstructionSet.supported {
            let quick = try SentenceEncoder(path: Fixtures.path("sentence"), options: Fixtures.options(.int8, isa: isa))
            for (embedding, other) in zip(try await quick.embed(expected.texts), reference) {
                #expect(embedding.cosine(other) > 0.999, "on \(isa)")
            }
        }
    }

    @Test("the probabilities of a classifier with BERT's pooler equal the reference implementation's")
    func classification() async throws {
        try await expect(Fixtures.expected().probabilities, of: "classifier")
    }

    @Test(
        "the probabilities of a classifier with XLM-R's tokenizer, over the mean of its tokens, equal the reference's"
    )
    func unigramClassification() async throws {
        try await expect(Fixtures.expected().unigramProbabilities, of: "classifier-unigram.gguf")
    }

    private func expect(_ probabilities: [[String: Double]], of file: String) async throws {
        let pairs = try Fixtures.expected().pairs.map { TextPair(premise: $0[0], hypothesis: $0[1]) }
        for isa in InstructionSet.supported {
            let classifier = try PairClassifier(path: Fixtures.path(file), options: Fixtures.options(isa: isa))
            let found = try await classifier.classify(pairs)
            #expect(found.count == probabilities.count)
            for (scores, probabilities) in zip(found, probabilities) {
                #expect(abs(scores.entailment - (probabilities["entailment"] ?? -1)) < 1e-5)
                #expect(abs(scores.neutral - (probabilities["neutral"] ?? -1)) < 1e-5)
                #expect(abs(scores.contradiction - (probabilities["contradiction"] ?? -1)) < 1e-5)
            }
        }
    }

    @Test("a text beyond the longest input is cut, and the embedding says so")
    func truncation() async throws {
        let encoder = try SentenceEncoder(path: Fixtures.path("sentence"), options: Fixtures.options())
        let found = try await encoder.embed(["river", String(repeating: "river ", count: 500)])
        #expect(found.map(\.truncated) == [false, true])
        #expect(found.map(\.tokens) == [3, 64])
    }
}
