import FielCore
import Testing

@Suite("JSON writer and value")
struct JSONWriterTests {
    @Test("members stand in the order they were written")
    func order() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("b")
            writer.value(1)
            writer.key("a")
            writer.array { writer in
                writer.value("x")
                writer.null()
                writer.value(true)
                writer.value(2..<5)
                writer.object { _ in }
            }
            writer.key("c")
            writer.value(0.1 as Double)
        }
        #expect(writer.text == #"{"b":1,"a":["x",null,true,[2,5],{}],"c":0.1}"#)
    }

    @Test(
        "every string reads back as it was",
        arguments: ["", "plain", "\"\\/\n\r\t\u{0}\u{1F}\u{7F}", "é e\u{301} 🏳️‍🌈 \u{2028} \u{FEFF}", "</script>"]
    )
    func roundTrip(text: String) throws {
        var writer = JSONWriter()
        writer.value(text)
        let value = try JSONValue(parsing: writer.bytes)
        #expect(value.string.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test("every number reads back as it was", arguments: [0, -0.5, 1e-300, 1.7976931348623157e308, 0.1, 1.0 / 3])
    func numbers(value: Double) throws {
        var writer = JSONWriter()
        writer.value(value)
        #expect(try JSONValue(parsing: writer.bytes) == .number(value))
    }

    @Test("what is no JSON is an error", arguments: ["", "{", "[1", "{\"a\":1} x", "nul", "\"\u{1}"])
    func malformed(text: String) {
        #expect(throws: FielError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }
}
