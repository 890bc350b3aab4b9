import FielCore
import Foundation
import Testing

@testable import FielEngine

@Suite("Adapters")
struct AdapterTests {
    private static let path = Fixtures.path("classifier")
    private static let pairs = (0..<9).map {
        TextPair(premise: String(repeating: "the river ", count: 1 + $0), hypothesis: "a bridge \($0)")
    }

    private static func adapter(scale: Float = 0.3, seed: UInt64 = 1) throws -> Adapter {
        let layout = AdapterLayout(try EncoderCheckpoint.open(path).configuration)
        var random = SeededNumbers(seed: seed)
        return try Adapter(
            random.normals(layout.count).map { scale * $0 },
            layout,
            basePath: path,
            report: #"{"kept":true}"#
        )
    }

    private static func write(_ bytes: some Collection<UInt8>, to folder: URL) throws -> String {
        let file = folder.appending(path: "x.adapter")
        try Data(bytes).write(to: file)
        return file.path
    }

    @Test("an adapter reads back as it was written")
    func roundTrip() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let adapter = try Self.adapter()
            let file = try Self.write(adapter.bytes, to: folder)
            #expect(try Adapter(path: file) == adapter)
            #expect(try Adapter(path: file).report == #"{"kept":true}"#)
            #expect(adapter.with(report: "{}").bytes == adapter.with(report: "{}").bytes)
            #expect(adapter.bytes.count < 10_000)
        }
    }

    @Test("an adapter of zeros changes no bit, another one changes judgements", arguments: Precision.allCases)
    func effect(precision: Precision) async throws {
        let base = try PairClassifier(path: Self.path, options: Fixtures.options(precision))
        let plain = try await base.classify(Self.pairs)
        let same = try PairClassifier(base, adapter: Self.adapter(scale: 0))
        #expect(try await same.classify(Self.pairs) == plain)
        let other = try PairClassifier(base, adapter: Self.adapter())
        #expect(try await other.classify(Self.pairs) != plain)
        #expect(try await base.classify(Self.pairs) == plain)
    }

    @Test("int8 with an adapter stays near f32 with it")
    func precisions() async throws {
        func judged(_ precision: Precision) async throws -> [EntailmentScores] {
            let base = try PairClassifier(path: Self.path, options: Fixtures.options(precision))
            return try await PairClassifier(base, adapter: Self.adapter()).classify(Self.pairs)
        }
        for (exact, quick) in zip(try await judged(.f32), try await judged(.int8)) {
            #expect(abs(exact.entailment - quick.entailment) < 0.05)
        }
    }

    @Test("an adapter for another model is refused with the names of both")
    func mismatch() throws {
        let other = try PairClassifier(path: Fixtures.path("classifier-unigram.gguf"), options: Fixtures.options())
        let error = #expect(throws: FielError.self) { try PairClassifier(other, adapter: Self.adapter()) }
        let message = try #require(error?.message)
        for path in [Self.path, Fixtures.path("classifier-unigram.gguf")] {
            #expect(message.contains(try ModelFingerprint.of(path)))
            #expect(message.contains(URL(filePath: path).lastPathComponent))
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test("a model file is no adapter, and says so")
    func otherFile() {
        let error = #expect(throws: FielError.self) { try Adapter(path: "\(Self.path)/model.safetensors") }
        #expect(error?.message.contains("is no adapter") == true)
        let source = #expect(throws: FielError.self) { try Adapter(path: #filePath) }
        #expect(source?.message.contains("is no adapter that fiel tune wrote") == true)
    }

    @Test("numbers that are not finite or absurdly large are refused", arguments: [Float.nan, .infinity, 1e30])
    func numbers(bad: Float) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            var bytes = try Self.adapter().bytes
            bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: withUnsafeBytes(of: bad) { Array($0) })
            let file = try Self.write(bytes, to: folder)
            let error = #expect(throws: FielError.self) { try Adapter(path: file) }
            #expect(error?.code == .malformedModel)
            #expect(error?.message.contains("classifier.bias") == true)
        }
    }

    @Test("a changed bit in the numbers is an error", arguments: [4, 400])
    func changedBit(fromEnd: Int) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            var bytes = try Self.adapter().bytes
            bytes[bytes.count - fromEnd] ^= 1
            let error = #expect(throws: FielError.self) { try Adapter(path: try Self.write(bytes, to: folder)) }
            #expect(error?.message.contains("is damaged") == true)
        }
    }

    @Test("files cut short or with a changed byte in the header are errors or adapters, never a crash")
    func damaged() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let bytes = try Self.adapter().bytes
            let base = try PairClassifier(path: Self.path, options: Fixtures.options())
            let header = 8 + bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            for length in stride(from: 0, to: bytes.count, by: 97) {
                let file = try Self.write(bytes[..<length], to: folder)
                #expect(throws: FielError.self) { try Adapter(path: file) }
            }
            for place in stride(from: 0, to: header, by: 5) {
                var changed = bytes
                changed[place] ^= UInt8(1 + place % 7)
                let file = try Self.write(changed, to: folder)
                guard let adapter = try? Adapter(path: file) else { continue }
                _ = try? PairClassifier(base, adapter: adapter)
            }
        }
    }
}
