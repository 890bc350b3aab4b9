import FielCore
import FielSuite
import Testing

@Suite("CSV data sets")
struct CSVTests {
    private func entries(_ text: String, piece: Int = 5) throws -> [DatasetEntry] {
        var reader = try DatasetReader(MemorySource(text.utf8, name: "d.csv", piece: piece))
        var entries: [DatasetEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    private func contexts(_ cell: String) throws -> [String] {
        let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
        return try #require(entries("answer,contexts\na,\(quoted)\n").first).sample.get().contexts
    }

    @Test("quoted fields hold delimiters, quotes and line breaks", arguments: [1, 3, 1000])
    func quoting(piece: Int) throws {
        let text = "id,question,answer\r\n1,\"a, \"\"b\"\"\r\nc\",\"x\"\r\n2,plain 5\" pipe,y\n\"3\",\"\",z"
        let found = try entries(text, piece: piece)
        #expect(found.map(\.id) == ["1", "2", "3"])
        #expect(found.map(\.line) == [2, 4, 5])
        #expect(try found.map { try $0.sample.get().question } == ["a, \"b\"\nc", "plain 5\" pipe", nil])
    }

    @Test("contexts are a JSON array, a list as Python prints it, or separated by |")
    func lists() throws {
        #expect(try contexts(#"["one, two","three"]"#) == ["one, two", "three"])
        #expect(try contexts(#"['it\'s one', "two's"]"#) == ["it's one", "two's"])
        #expect(try contexts("one | two|three") == ["one", "two", "three"])
        #expect(try contexts("[1] a footnote") == ["[1] a footnote"])
        #expect(try contexts("[]") == [])
        #expect(try contexts("") == [])
    }

    @Test("a row with too few or too many fields costs only itself")
    func fieldCounts() throws {
        let found = try entries("id,answer\n1,a\n2\n3,b,c\n4,d\n")
        #expect(found.map { (try? $0.sample.get())?.answer } == ["a", nil, nil, "d"])
    }

    @Test("a quote that is never closed costs one row")
    func unclosed() throws {
        let found = try entries("id,answer\n1,a\n2,\"oops\n3,b\n4,c\n")
        #expect(found.map(\.line) == [2, 3, 4, 5])
        #expect(found.map { (try? $0.sample.get())?.answer } == ["a", nil, "b", "c"])
    }

    @Test("text after a closing quote is an error that says where")
    func junk() throws {
        let found = try entries("id,answer\n1,\"a\"b\n2,c\n")
        guard case .failure(let error) = found[0].sample else { throw FielError(.internalError, "no error") }
        #expect(error.description.contains("d.csv:2: field 2 goes on with \"b\""))
        #expect(try found[1].sample.get().answer == "c")
    }

    @Test("semicolons and tabs are delimiters where the header has no comma", arguments: [";", "\t"])
    func delimiters(delimiter: String) throws {
        let found = try entries("id\(delimiter)answer\n1\(delimiter)a, b\n")
        #expect(try found.first?.sample.get().answer == "a, b")
    }
}
