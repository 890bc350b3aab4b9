import FielCore
import FielRetrieval
import FielSuite
import Foundation
import Testing

/// Counts letters: texts with the same letters are near.
private struct LetterEmbedder: TextEmbedder {
    let maximumTokens = 512

    func tokenCounts(_ texts: [String]) -> [Int] { texts.map { $0.split(separator: " ").count } }

    func embed(_ texts: [String]) async -> [Embedding] {
        texts.map { text in
            var vector = [Float](repeating: 0.01, count: 26)
            for letter in text.lowercased().utf8 where (97...122).contains(letter) { vector[Int(letter) - 97] += 1 }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return Embedding(vector: vector.map { $0 / length }, tokens: 1, truncated: false)
        }
    }
}

/// Prefers short passages.
private struct Brevity: RelevanceModel {
    func relevance(of passages: [String], to question: String) async -> [Double] { passages.map { -Double($0.count) } }
}

@Suite("Retrieval pipeline") struct RetrievalPipelineTests {
    private let model = IndexEmbedder(id: EmbeddingModelID(name: "letters", digest: "1"), embedder: LetterEmbedder())

    /// An index of documents of several chunks, gone when the closure returns.
    private func withIndex(
        _ documents: [(id: String, text: String)]? = nil,
        vectors: Bool = true,
        _ body: (IndexFile, String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-pipeline-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "i.fielindex").path
        _ = try await build(documents ?? Self.documents, to: path, in: folder, vectors: vectors, previous: nil)
        try await body(try IndexFile(path: path), folder.path)
    }

    private func build(
        _ documents: [(id: String, text: String)],
        to path: String,
        in folder: URL,
        vectors: Bool = true,
        removed: Set<String> = [],
        previous: IndexFile?
    ) async throws -> CorpusIndexer.Report {
        let source = folder.appending(path: "\(UUID()).jsonl")
        let lines = documents.map { id, text in
            var json = JSONWriter()
            json.object { json in
                json.member("id", id)
                json.member("text", text)
            }
            return json.text
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: source)
        var options = CorpusIndexer.Options()
        options.chunker.tokens = 8
        options.chunker.overlap = 0
        options.removed = removed
        var corpus = try CorpusReader(paths: [source.path])
        let indexer = CorpusIndexer(embedder: model, makesVectors: vectors, options: options)
        return try await indexer(&corpus, to: path, extending: previous)
    }

    private static let documents: [(id: String, text: String)] = (0..<40).map { number in
        let words = ["bridge", "tower", "ferry", "museum", "garden", "cheese", "river", "tram"]
        let sentences = (0..<5).map { place in
            "The \(words[(number + place) % 8]) of number \(number) is a \(words[(number * 3 + place) % 8])."
        }
        return ("d\(number)", sentences.joined(separator: " "))
    }

    private func found(
        _ index: IndexFile,
        _ question: String = "the cheese bridge of number 7",
        _ change: (inout RetrievalOptions) -> Void
    ) async throws -> [FoundPassage] {
        var options = RetrievalOptions()
        change(&options)
        return try await RetrievalPipeline(index, embedder: model, relevance: Brevity(), options: options)
            .passages(for: question)
    }

    @Test(
        "every mode gives passages by falling score, as they stand in the index",
        arguments: RetrievalOptions.Mode.allCases
    )
    func modes(mode: RetrievalOptions.Mode) async throws {
        try await withIndex { index, _ in
            let passages = try await found(index) {
                $0.mode = mode
                $0.topK = 12
            }
            #expect(passages.count == 12 && Set(passages.map(\.index)).count == 12)
            #expect(zip(passages, passages.dropFirst()).allSatisfy { $0.score >= $1.score })
            let stored = try passages.map { try index.chunk($0.index) }
            #expect(stored == passages.map(\.chunk))
        }
    }

    @Test("hybrid with weight 0 is BM25, with weight 1 dense")
    func ends() async throws {
        try await withIndex { index, _ in
            for (alpha, mode) in [(0.0, RetrievalOptions.Mode.bm25), (1.0, .dense)] {
                let one = try await found(index) { $0.mode = mode }
                let both = try await found(index) { ($0.mode, $0.alpha) = (.hybrid, alpha) }
                #expect(one.map(\.index) == both.map(\.index))
            }
        }
    }

    @Test("folded to documents, the list is the best chunk of each, in order, and as long as there are documents")
    func folding() async throws {
        try await withIndex { index, _ in
            for mode in RetrievalOptions.Mode.allCases where mode != .hybrid && mode != .rrf {
                let all = try await found(index) { ($0.mode, $0.topK) = (mode, 1000) }
                var seen: Set<String> = []
                let best = all.filter { seen.insert($0.chunk.document).inserted }
                for topK in [1, 7, 33] {
                    let folded = try await found(index) { ($0.mode, $0.topK, $0.foldsDocuments) = (mode, topK, true) }
                    #expect(folded == Array(best.prefix(topK)), "\(mode) \(topK)")
                }
            }
        }
    }

    @Test("reranking orders what was found by the model, and keeps the rest behind it")
    func reranking() async throws {
        try await withIndex { index, _ in
            let plain = try await found(index) { ($0.mode, $0.topK) = (.bm25, 80) }
            let ranked = try await found(index) { ($0.mode, $0.topK, $0.reranks) = (.bm25, 80, true) }
            #expect(Set(ranked.map(\.index)) == Set(plain.map(\.index)))
            #expect(ranked.map(\.index) != plain.map(\.index))
            #expect(zip(ranked, ranked.dropFirst()).allSatisfy { $0.score >= $1.score })
            #expect(ranked.dropFirst(50).map(\.index) == plain.dropFirst(50).map(\.index))
        }
    }

    @Test("passages that must differ are less alike than those that need not")
    func difference() async throws {
        try await withIndex { index, _ in
            func likeness(_ passages: [FoundPassage]) throws -> Double {
                var sum = 0.0
                for a in passages {
                    for b in passages where a.index < b.index { sum += try index.similarity(a.index, b.index) }
                }
                return sum
            }
            let plain = try await found(index) { $0.mode = .dense }
            let apart = try await found(index) { ($0.mode, $0.mmr) = (.dense, 0.3) }
            let same = try await found(index) { ($0.mode, $0.mmr) = (.dense, 1) }
            #expect(try likeness(apart) < likeness(plain))
            #expect(same.map(\.index) == plain.map(\.index) && apart.first?.index == plain.first?.index)
        }
    }

    @Test("options out of range, and an index without the vectors of the model, are refused")
    func refusals() async throws {
        try await withIndex(vectors: false) { index, _ in
            for change in [
                { $0.alpha = 1.5 }, { $0.topK = 0 }, { $0.mmr = -1 }, { $0.mode = .dense },
            ] as [(inout RetrievalOptions) -> Void] {
                await #expect(throws: FielError.self) { try await found(index, "q", change) }
            }
            let words = try await found(index) { $0.mode = .bm25 }
            #expect(words.count == 10)
        }
    }

    @Test("an index brought up to date is that of its documents: replaced, added, removed, unchanged")
    func updates() async throws {
        try await withIndex { index, folder in
            var documents = Self.documents
            documents[3].text = "A new text about a lighthouse."
            documents.append(("new", "Another text about a lighthouse."))
            let report = try await build(
                documents,
                to: index.path,
                in: URL(filePath: folder),
                removed: ["d5", "nobody"],
                previous: index
            )
            #expect(report.added == 2 && report.replaced == 1 && report.unchanged == 38 && report.removed == 1)
            let changed = try IndexFile(path: index.path)
            #expect(changed.documentCount == 41)
            let lighthouses = try await found(changed, "lighthouse") { ($0.mode, $0.foldsDocuments) = (.bm25, true) }
            #expect(Set(lighthouses.map(\.chunk.document)) == ["d3", "new"])
        }
    }

    @Test("of two documents with one id the first is kept and the other reported")
    func duplicates() async throws {
        try await withIndex([("a", "One text."), ("a", "Another text."), ("b", " ")]) { index, _ in
            #expect(index.documentCount == 1)
            let first = try index.chunk(0)
            #expect(first.text == "One text.")
        }
    }
}
