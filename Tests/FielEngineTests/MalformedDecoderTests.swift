import FielCore
import Foundation
import Testing

@testable import FielEngine

@Suite("Malformed decoder files")
struct MalformedDecoderTests {
    private func run(_ path: String, _ ids: [Int32] = [1, 2, 3]) -> Result<[[Float]], FielError> {
        do throws(FielError) {
            let decoder = try Decoder(path: path, options: Fixtures.options(.int8))
            return .success(try decoder.extend([Continuation(.empty, tokens: ids, logits: .all)])[0].logits)
        } catch {
            return .failure(error)
        }
    }

    /// Writes a copy of a fixture folder with some fields of its `config.json` changed; nil removes one.
    private func copy(_ name: String, to folder: URL, changing fields: [String: Any?] = [:]) throws {
        let source = DecoderFixtures.folder.appending(path: name)
        for file in try FileManager.default.contentsOfDirectory(atPath: source.path) where file != "config.json" {
            try FileManager.default.copyItem(at: source.appending(path: file), to: folder.appending(path: file))
        }
        let data = try Data(contentsOf: source.appending(path: "config.json"))
        var config = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        for (field, value) in fields { config[field] = value }
        try JSONSerialization.data(withJSONObject: config).write(to: folder.appending(path: "config.json"))
    }

    @Test("a GGUF file cut off anywhere is an error that names the file")
    func truncated() async throws {
        let whole = try Data(contentsOf: DecoderFixtures.folder.appending(path: "blocks.gguf"))
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder.appending(path: "cut.gguf")
            for cut in Array(stride(from: 0, to: 4_000, by: 37)) + [whole.count / 2, whole.count - 1] {
                try whole.prefix(cut).write(to: path)
                guard case .failure(let error) = run(path.path) else {
                    Issue.record("cut to \(cut) bytes it loads")
                    continue
                }
                #expect(error.description.contains("cut.gguf"), "\(error)")
            }
        }
    }

    @Test(
        "a changed byte gives an error or finite numbers, never a crash",
        arguments: ["blocks.gguf", "blocks-k.gguf"]
    )
    func damaged(name: String) async throws {
        let whole = try Data(contentsOf: DecoderFixtures.folder.appending(path: name))
        var numbers = SeededGenerator(seed: 3)
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder.appending(path: "damaged.gguf")
            for round in 0..<250 {
                var data = whole
                // Two in three changes hit the header, where sizes and types stand.
                let end = round % 3 == 0 ? whole.count : 2_500
                for _ in 0..<1 + round % 4 { data[numbers.next(below: end)] = UInt8(numbers.next(below: 256)) }
                try data.write(to: path)
                if case .success(let logits) = run(path.path) { #expect(logits.joined().allSatisfy { $0.isFinite }) }
            }
        }
    }

    @Test(
        "a configuration that does not fit the weights, or that is not supported, is an error that says which field",
        arguments: [
            ("llama", "hidden_size", 64), ("llama", "num_attention_heads", 0), ("llama", "num_attention_heads", 3),
            ("llama", "num_key_value_heads", 3), ("llama", "num_hidden_layers", 100_000), ("llama", "vocab_size", -1),
            ("llama", "intermediate_size", 1 << 40), ("llama", "max_position_embeddings", 0), ("qwen3", "head_dim", 1),
            ("gemma3", "sliding_window", -3), ("llama", "rms_norm_eps", 0), ("llama", "num_hidden_layers", 3),
        ]
    )
    func sizes(name: String, field: String, value: Int) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try copy(name, to: folder, changing: [field: value])
            guard case .failure(let error) = run(folder.path) else {
                Issue.record("\(field) = \(value) is taken")
                return
            }
            #expect(error.code == .malformedModel, "\(error)")
        }
    }

    @Test("what a family has beyond what Fiel computes is refused by name")
    func unsupported() async throws {
        let cases: [(String, [String: Any?], String)] = [
            ("llama", ["model_type": "gpt_neox"], "gpt_neox"),
            ("llama", ["hidden_act": "relu"], "relu"),
            ("llama", ["mlp_bias": true], "mlp_bias"),
            ("llama", ["rope_parameters": ["rope_type": "yarn", "rope_theta": 1e4, "factor": 2]], "yarn"),
            ("gemma3", ["final_logit_softcapping": 30], "final_logit_softcapping"),
        ]
        for (name, fields, word) in cases {
            try await Fixtures.withTemporaryFolder { folder in
                try copy(name, to: folder, changing: fields)
                guard case .failure(let error) = run(folder.path) else {
                    Issue.record("\(word) is taken")
                    return
                }
                #expect(error.code == .unsupported && error.description.contains(word), "\(error)")
            }
        }
    }

    @Test("a shard that the index does not find, or names outside the folder, is an error")
    func shards() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try copy("qwen3", to: folder)
            let index = folder.appending(path: "model.safetensors.index.json")
            let text = try String(contentsOf: index, encoding: .utf8)
            for bad in ["missing.safetensors", "../model-00002-of-00002.safetensors"] {
                try text.replacingOccurrences(of: "model-00002-of-00002.safetensors", with: bad)
                    .write(to: index, atomically: true, encoding: .utf8)
                guard case .failure = run(folder.path) else {
                    Issue.record("\(bad) is taken")
                    continue
                }
            }
        }
    }
}
