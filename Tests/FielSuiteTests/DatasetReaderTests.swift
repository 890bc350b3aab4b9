import FielCore
import FielSuite
import Testing

@Suite("Dataset reader")
struct DatasetReaderTests {
    private func entries(_ text: String, name: String = "data.jsonl", map: [String] = [], piece: Int = 64) throws
        -> [DatasetEntry]
    {
        var options = DatasetOptions()
        for assignment in map { try options.fields.assign(assignment) }
        var reader = try DatasetReader(MemorySource(text.utf8, name: name, piece: piece), options: options)
        var entries: [DatasetEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    private func sample(_ text: String, name: String = "data.jsonl", map: [String] = []) throws -> Sample {
        try #require(entries(text, name: name, map: map).first).sample.get()
    }

    private func error(_ text: String, name: String = "data.jsonl") throws -> String {
        do {
            _ = try sample(text, name: name)
            return "no error"
        } catch let error as FielError {
            return error.description
        }
    }

    @Test(
        "the field names of the common tools are known",
        arguments: [
            #"{"user_input":"q","retrieved_contexts":["c"],"response":"a","reference":"r"}"#,
            #"{"question":"q","contexts":["c"],"answer":"a","ground_truth":"r"}"#,
            #"{"question":"q","contexts":["c"],"answer":"a","ground_truths":["r","other"]}"#,
            #"{"input":"q","actual_output":"a","expected_output":"r","context":["ideal"],"retrieval_context":["c"]}"#,
            #"{"input":"q","actualOutput":"a","expectedOutput":"r","retrievalContext":["c"]}"#,
            #"{"query":"q","context":"c","output":"a","expected_response":"r"}"#,
            #"{"query":"q","context":"c","answer":"r","result":"a"}"#,
            #"{"query":"q","source_documents":[{"page_content":"c","metadata":{}}],"result":"a","reference":"r"}"#,
            #"{"vars":{"query":"q","context":"c"},"output":"a","__expected":"r"}"#,
            #"{"inputs":{"question":"q"},"outputs":{"answer":"a"},"context":["c"],"reference_outputs":{"answer":"r"}}"#,
            #"{"query":"q","context":{"text":"c"},"response":"a","target":"r"}"#,
        ]
    )
    func aliases(line: String) throws {
        let sample = try sample(line)
        #expect(sample.question == "q")
        #expect(sample.contexts == ["c"])
        #expect(sample.answer == "a")
        #expect(sample.reference == "r")
    }

    @Test("contexts may be a string, strings, objects, or absent")
    func contexts() throws {
        #expect(try sample(#"{"answer":"a","contexts":"one"}"#).contexts == ["one"])
        #expect(
            try sample(#"{"answer":"a","contexts":["one",{"content":"two"},{"page_content":"three"}]}"#).contexts == [
                "one", "two", "three",
            ]
        )
        #expect(try sample(#"{"answer":"a","contexts":null}"#).contexts == [])
        #expect(try sample(#"{"answer":"a"}"#).contexts == [])
    }

    @Test("of several equally good references none is lost")
    func references() throws {
        let several = try sample(#"{"answer":"a","ground_truths":["r","other"]}"#)
        #expect(several.reference == "r")
        #expect(several.metadata == ["references": .array([.string("r"), .string("other")])])
        #expect(try sample(#"{"answer":"a","ground_truths":["r"]}"#).metadata.isEmpty)
        let own = try sample(#"{"answer":"a","reference":"r","references":["s"],"samples":["x"]}"#)
        #expect(own.metadata["references"]?.array?.count == 1 && own.metadata["samples"] != nil)
    }

    @Test("a null field counts as absent, so that the next name is tried")
    func null() throws {
        #expect(try sample(#"{"response":null,"answer":"a"}"#).answer == "a")
        let error = #expect(throws: FielError.self) { try sample(#"{"answer":null,"question":"q"}"#) }
        #expect(error?.message == "field \"answer\" is null, expected a string")
    }

    @Test("--map comes before every known name and reaches into objects")
    func map() throws {
        let sample = try sample(
            #"{"answer":"wrong","run":{"text":{"final":"right"}},"q.id":7}"#,
            map: ["answer=run.text.final", "id=q.id"]
        )
        #expect(sample.answer == "right")
        #expect(sample.id == "7")
        #expect(sample.metadata["answer"] == .string("wrong"))
    }

    @Test("a mapping that is none is refused", arguments: ["answer", "answers=x", "answer=", "=x", ""])
    func badMap(assignment: String) {
        var map = FieldMap()
        #expect(throws: FielError.self) { try map.assign(assignment) }
    }

    @Test("what is no part of a sample is its metadata")
    func metadata() throws {
        #expect(
            try sample(#"{"id":"x","answer":"a","source":"s","n":[1]}"#).metadata == [
                "source": .string("s"), "n": .array([.number(1)]),
            ]
        )
    }

    @Test("samples without a name are named after their place, and a second one with a name gets another")
    func names() throws {
        let text =
            "{\"answer\":\"a\"}\n\n{\"id\":\"x\",\"answer\":\"a\"}\n{\"id\":\"x\",\"answer\":\"a\"}\n{\"id\":\"x#2\",\"answer\":\"a\"}\n"
        let found = try entries(text)
        #expect(found.map(\.id) == ["line-1", "x", "x#2", "x#2#2"])
        #expect(found.map { $0.renamed?.line } == [nil, nil, 4, 5])
        #expect(try entries(#"[{"answer":"a"},{"answer":"b"}]"#, name: "d.json").map(\.id) == ["item-1", "item-2"])
    }

    @Test(
        "an error names file, line, field and value",
        arguments: [
            ("\n\n{\"question\":\"q\"}", "data.jsonl:3: has no answer among the fields \"question\""),
            ("{\"answer\":7}", "data.jsonl:1: field \"answer\" is a number (7), expected a string"),
            ("{\"answer\":\"a\",\"contexts\":[\"c\",5]}", "field \"contexts[1]\" is a number (5)"),
            ("{\"answer\":\"a\",\"contexts\":true}", "field \"contexts\" is a boolean (true)"),
            ("{\"answer\":\"a\",\"question\":[\"q\"]}", "field \"question\" is an array (1 element)"),
            ("{\"answer\":\"a\",\"x\":NaN}", "\"NaN\" at byte 18"),
            ("[1]", "the line is an array (1 element), expected an object"),
            ("{\"answer\":\"a\"", "ends where a comma or } is expected"),
            ("{}", "has no fields"),
        ]
    )
    func errors(text: String, expected: String) throws {
        let message = try error(text)
        #expect(message.contains(expected), "\(message)")
    }

    @Test("a bad line costs only itself")
    func badLines() throws {
        let long = String(repeating: "x", count: 5000)
        var options = DatasetOptions()
        options.lineLimit = 1000
        let text = "{\"answer\":\"a\"}\n{oops\n{\"answer\":\"\(long)\"}\n{\"answer\":\"b\"}\n{\"answer\":"
        var reader = try DatasetReader(MemorySource(text.utf8, name: "d.jsonl"), options: options)
        var good: [Int] = []
        var bad: [Int] = []
        while let entry = try reader.next() {
            if case .success = entry.sample { good.append(entry.line) } else { bad.append(entry.line) }
        }
        #expect(good == [1, 4])
        #expect(bad == [2, 3, 5])
    }

    @Test("a byte order mark and CRLF are read")
    func encodings() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("{\"answer\":\"á\"}\r\n".utf8)
        var reader = try DatasetReader(MemorySource(bytes, name: "d.jsonl"))
        #expect(try reader.next()?.sample.get().answer == "á")
    }

    @Test(
        "a row in another encoding is an error of its own, and the rows after it are read",
        arguments: [
            ("d.jsonl", "{\"answer\":\"caf", "\"}\n{\"answer\":\"tea\"}\n", "is not UTF-8: found 0xE9 at byte 14"),
            ("d.csv", "id,answer\n1,caf", "\n2,tea\n", "field \"answer\" is not UTF-8: found 0xE9 at byte 3"),
        ]
    )
    func otherEncodings(name: String, before: String, after: String, expected: String) throws {
        let bytes = Array(before.utf8) + [0xE9] + Array(after.utf8)
        var reader = try DatasetReader(MemorySource(bytes, name: name))
        let first = try #require(try reader.next())
        let error = #expect(throws: FielError.self) { try first.sample.get() }
        #expect(error?.message.contains(expected) == true)
        #expect(error?.hint?.contains("iconv") == true)
        #expect(try reader.next()?.sample.get().answer == "tea")
    }

    @Test("a header in another encoding ends the reading")
    func headerInAnotherEncoding() {
        let bytes = Array("answer,not".utf8) + [0xE9] + Array("\nx,y\n".utf8)
        let error = #expect(throws: FielError.self) {
            var reader = try DatasetReader(MemorySource(bytes, name: "d.csv"))
            while try reader.next() != nil {}
        }
        #expect(error?.message.contains("field 2 of the header is not UTF-8: found 0xE9 at byte 3") == true)
    }

    @Test("binary files are refused as a whole")
    func binary() {
        #expect(throws: FielError.self) { try entries("\u{0}\u{1}PNG\n", name: "x.jsonl") }
    }

    @Test("a JSON array is read element by element with the lines of its elements")
    func array() throws {
        let found = try entries("[\n {\"answer\":\"a\"},\n 5,\n {\"answer\":\n\"b\"}\n]\n", name: "d.json")
        #expect(found.map(\.line) == [2, 3, 4])
        #expect(found.map { (try? $0.sample.get())?.answer } == ["a", nil, "b"])
    }

    @Test("a JSON array that breaks off gives what came before and one error")
    func brokenArray() throws {
        let found = try entries("[{\"answer\":\"a\"},\n{\"answer\":\"b\"},\n{\"ans", name: "d.json")
        #expect(found.count == 3)
        #expect(found.map(\.line) == [1, 2, 3])
        guard case .failure(let error) = found[2].sample else { throw FielError(.internalError, "no error") }
        #expect(error.message.contains("not read"))
    }

    @Test("an object with its samples inside, a single object and lines in a .json file are read")
    func objects() throws {
        #expect(try entries("{\"samples\":[{\"answer\":\"a\"},{\"answer\":\"b\"}]}", name: "d.json").count == 2)
        #expect(try entries("{\n\"answer\":\"a\"\n}", name: "d.json").count == 1)
        #expect(try entries("{\"answer\":\"a\"}\n{\"answer\":\"b\"}\n", name: "d.json").count == 2)
    }

    @Test(
        "the format of a stream is told from its beginning",
        arguments: [
            ("{\"answer\":\"a\"}\n", "line-1"), ("\n\n [{\"answer\":\"a\"}]", "item-1"),
            ("question,answer\nq,a\n", "line-2"),
            ("\u{FEFF}answer;x\na;y\n", "line-2"),
        ]
    )
    func sniffing(text: String, id: String) throws {
        let found = try entries(text, name: "-", piece: 3)
        #expect(found.map(\.id) == [id])
        #expect(try found.first?.sample.get().answer == "a")
    }
}
