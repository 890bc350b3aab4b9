import FielCore
import FielText
import Testing

@testable import FielRetrieval

@Suite("Analysis stored in an index") struct StoredAnalysisTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static var analyses: [LanguageAnalysis?] {
        var all: [LanguageAnalysis?] = [nil]
        for language in Language.allCases {
            for (stops, stems) in [(false, false), (false, true), (true, false), (true, true)] {
                var analysis = LanguageAnalysis(language)
                (analysis.dropsStopWords, analysis.stems) = (stops, stems)
                all.append(analysis)
            }
        }
        return all
    }

    private func write(_ analysis: LanguageAnalysis?, _ texts: [String], to name: String = "i") async throws {
        var options = IndexOptions()
        options.analysis = analysis
        var builder = IndexBuilder(options: options)
        for (number, text) in texts.enumerated() {
            try builder.add("\(number)", chunks: [Chunk(document: "", text: text, range: 0..<text.utf8.count)])
        }
        try await builder.write(to: folder.file(name))
    }

    /// Writes the index with another section of the analysis, its checksum valid.
    private func forge(_ json: String?) throws {
        let whole = try folder.bytes("i")
        var sections = try whole.withUnsafeBytes { raw in
            try SectionTable.read(raw).map { (name: $0.name, bytes: Array(raw[$0.range])) }
        }
        sections.removeAll { $0.name == AnalysisRecord.section }
        if let json { sections.append((AnalysisRecord.section, Array(json.utf8))) }
        try SectionTable.write(sections, to: folder.file("forged"))
    }

    @Test("nothing is stemmed or left out unless a language is given; then both are")
    func defaults() {
        #expect(IndexOptions().analysis == nil)
        #expect(LanguageAnalysis(.portuguese).stems && LanguageAnalysis(.portuguese).dropsStopWords)
    }

    @Test("an index comes back with its analysis", arguments: analyses)
    func roundTrip(analysis: LanguageAnalysis?) async throws {
        try await write(analysis, ["one text"])
        #expect(try IndexFile(path: folder.file("i")).options.analysis == analysis)
    }

    @Test("queries are analysed as the documents were")
    func queries() async throws {
        let texts = ["they were indexing books", "an index of a book", "nothing here"]
        try await write(LanguageAnalysis(.english), texts)
        let stemmed = try IndexFile(path: folder.file("i")).sparseRetriever()
        #expect(try Set(stemmed.search("the indexed", top: 5).map(\.index)) == [0, 1])
        #expect(try stemmed.search("they an of", top: 5).isEmpty)
        try await write(nil, texts)
        let plain = try IndexFile(path: folder.file("i")).sparseRetriever()
        #expect(try plain.search("indexed", top: 5).isEmpty)
        #expect(try plain.search("they", top: 5).map(\.index) == [0])
    }

    @Test("an index that is extended keeps its analysis, for new documents too")
    func extended() async throws {
        try await write(LanguageAnalysis(.portuguese), ["a publicação"])
        var builder = try IndexBuilder(extending: IndexFile(path: folder.file("i")))
        try builder.add("new", chunks: [Chunk(document: "", text: "as publicações", range: 0..<16)])
        try await builder.write(to: folder.file("i"))
        let index = try IndexFile(path: folder.file("i"))
        #expect(index.options.analysis == LanguageAnalysis(.portuguese))
        #expect(try index.sparseRetriever().search("publicar", top: 5).map(\.index) == [0, 1])
    }

    @Test("extending an index with other options is an error that names both; with the same ones it is not")
    func otherOptions() async throws {
        try await write(LanguageAnalysis(.portuguese), ["um texto"])
        let index = try IndexFile(path: folder.file("i"))
        var other = index.options
        _ = try IndexBuilder(extending: index, options: other)
        other.analysis = LanguageAnalysis(.english)
        let error = #expect(throws: FielError.self) { try IndexBuilder(extending: index, options: other) }
        #expect(error?.code == .invalidArgument && error?.location?.file == index.path)
        #expect(error?.message.contains("portuguese without stop words, stemmed") == true)
        #expect(error?.message.contains("english without stop words, stemmed") == true)
    }

    @Test(
        "a damaged record of the analysis is an error that says what is wrong",
        arguments: [
            (nil, "no section analysis"),
            ("", "JSON"),
            ("[1]", "no version"),
            (#"{"version":"1"}"#, "no version"),
            (#"{"version":1.5}"#, "no version"),
            (#"{"version":1,"language":null}"#, "the language is no text"),
            (
                #"{"version":1,"language":"klingon","drops_stop_words":true,"stems":true}"#,
                "\"klingon\", expected english"
            ),
            (#"{"version":1,"language":"english","drops_stop_words":1,"stems":true}"#, "not both true or false"),
            (#"{"version":1,"language":"english","drops_stop_words":true}"#, "not both true or false"),
        ] as [(String?, String)]
    )
    func damaged(json: String?, message: String) async throws {
        try await write(LanguageAnalysis(.english), ["one text"])
        try forge(json)
        let error = #expect(throws: FielError.self) { try IndexFile(path: folder.file("forged")) }
        #expect(error?.code == .malformedInput && error?.location?.file == folder.file("forged"))
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("an index whose words were analysed by later rules is refused, not searched by other ones")
    func laterRules() async throws {
        try await write(LanguageAnalysis(.english), ["one text"])
        try forge(#"{"version":2,"language":"english","drops_stop_words":true,"stems":true}"#)
        let error = #expect(throws: FielError.self) { try IndexFile(path: folder.file("forged")) }
        #expect(error?.code == .unsupported && error?.message.contains("version 2") == true)
    }
}
