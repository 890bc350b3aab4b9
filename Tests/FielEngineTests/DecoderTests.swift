import FielCore
import Foundation
import Testing

@testable import FielEngine

/// The small random decoders of `fixtures/decoders`, and what `transformers` computes with them.
enum DecoderFixtures {
    static let folder = Fixtures.encoders.deletingLastPathComponent().appending(path: "decoders")

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func decoder(_ name: String, _ options: EngineOptions) throws -> Decoder {
        try Decoder(path: path(name), options: options)
    }

    struct Expected {
        var ids: [Int32]
        var logits: [[Float]]
    }

    static func expected(_ name: String) throws -> Expected {
        let file = try SafetensorsFile(try MappedFile(path: path("expected.safetensors")))
        let ids = try #require(file.tensors["\(name).ids"]).floats(on: InstructionSet.best.isa).map { Int32($0) }
        let tensor = try #require(file.tensors["\(name).logits"])
        let values = try tensor.floats(on: InstructionSet.best.isa)
        let logits = stride(from: 0, to: values.count, by: tensor.rowCount).map {
            Array(values[$0..<$0 + tensor.rowCount])
        }
        return Expected(ids: ids, logits: logits)
    }

    static func logits(_ decoder: Decoder, _ ids: [Int32]) throws -> [[Float]] {
        try decoder.extend([Continuation(.empty, tokens: ids, logits: .all)])[0].logits
    }

    /// The largest difference, relative to the largest reference.
    static func difference(_ found: [[Float]], _ reference: [[Float]]) -> Float {
        let largest = reference.joined().map(abs).max() ?? 0
        let difference = zip(found.joined(), reference.joined()).map { abs($0 - $1) }.max() ?? .infinity
        return found.count == reference.count ? difference / largest : .infinity
    }
}

@Suite("Decoders") struct DecoderTests {
    static let folders = ["llama", "qwen2", "qwen3", "gemma3"]
    static let files = ["blocks", "blocks-k"]

    static func file(_ name: String) -> String { files.contains(name) ? "\(name).gguf" : name }

    @Test(
        "f32 logits equal the reference implementation's, for every architecture and block type",
        arguments: folders + files
    )
    func parity(name: String) throws {
        let expected = try DecoderFixtures.expected(name)
        for isa in InstructionSet.supported {
            let decoder = try DecoderFixtures.decoder(Self.file(name), Fixtures.options(isa: isa))
            let found = try DecoderFixtures.logits(decoder, expected.ids)
            #expect(DecoderFixtures.difference(found, expected.logits) < 2e-5, "\(name) on \(isa)")
        }
    }

    @Test("activations in 8 bits keep the logits close, for every block type", arguments: files)
    func quantized(name: String) throws {
        let expected = try DecoderFixtures.expected(name)
        for isa in InstructionSet.supported {
            let decoder = try DecoderFixtures.decoder(Self.file(name), Fixtures.options(.int8, isa: isa))
            let found = try DecoderFixtures.logits(decoder, expected.ids)
            #expect(DecoderFixtures.difference(found, expected.logits) < 0.06, "\(name) on \(isa)")
        }
    }

    @Test(
        "logits do not depend on how tokens are cut into passes, on what else is in a pass, or on threads",
        arguments: folders + files,
        [Precision.f32, .int8]
    )
    func invariance(name: String, precision: Precision) throws {
        let ids = try DecoderFixtures.expected(name).ids
        let one = try DecoderFixtures.decoder(Self.file(name), Fixtures.options(precision))
        let two = try DecoderFixtures.decoder(Self.file(name), Fixtures.options(precision, threads: 3))
        let whole = try DecoderFixtures.logits(one, ids)
        #expect(try DecoderFixtures.logits(two, ids) == whole)

        var context = DecoderContext.empty
        var single: [[Float]] = []
        for id in ids {
            let step = try two.extend([Continuation(context, tokens: [id])])[0]
            single += step.logits
            context = step.context
        }
        #expect(single == whole)

        // Two branches of one past, beside a stranger.
        let past = try two.extend([Continuation(.empty, tokens: Array(ids[..<20]), logits: .none)])[0].context
        let branches = try two.extend([
            Continuation(past, tokens: Array(ids[20...]), logits: .all),
            Continuation(.empty, tokens: Array(ids.reversed()), logits: .none),
            Continuation(past, tokens: Array(ids[20..<30]), logits: .all),
        ])
        #expect(branches[0].logits == Array(whole[20...]))
        #expect(branches[2].logits == Array(whole[20..<30]))
        let later = try two.extend([Continuation(branches[2].context, tokens: Array(ids[30...]), logits: .all)])
        #expect(later[0].logits == Array(whole[30...]))
    }

    @Test("a past that branches at every token gives the same logits, in a chain of few segments")
    func branching() throws {
        let decoder = try DecoderFixtures.decoder("llama", Fixtures.options(threads: 2))
        let ids = (0..<230).map { Int32(($0 * 37 + 11) % 80) }
        let whole = try DecoderFixtures.logits(decoder, ids)
        var context = DecoderContext.empty
        for (place, id) in ids.enumerated() {
            let other = Continuation(context, tokens: [(id + 1) % 80])
            let branches = try decoder.extend([other, Continuation(context, tokens: [id])])
            #expect(branches[1].logits[0] == whole[place])
            context = branches[1].context
        }
        #expect(context.count == ids.count)
        #expect(context.chain.count <= 4)
        #expect(context.chain.reduce(0) { $0 + $1.used } == ids.count)
    }

    @Test("a context that would grow beyond the model's length, or an unknown token, is refused")
    func limits() throws {
        let decoder = try DecoderFixtures.decoder("llama", Fixtures.options())
        let long = [Int32](repeating: 1, count: 257)
        #expect(throws: FielError.self) { try decoder.extend([Continuation(.empty, tokens: long)]) }
        for token in [-1, 80] as [Int32] {
            #expect(throws: FielError.self) { try decoder.extend([Continuation(.empty, tokens: [token])]) }
        }
        #expect(throws: FielError.self) { try decoder.extend([Continuation(.empty, tokens: [])]) }
    }
}
