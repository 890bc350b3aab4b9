import FielCore
import Testing

@Suite("JSON parser")
struct JSONParserTests {
    private func parse(_ text: String) throws(FielError) -> JSONValue { try JSONValue(parsing: text.utf8) }

    @Test("every kind of value is read")
    func kinds() throws {
        #expect(try parse(" null ") == .null)
        #expect(try parse("[true,false]") == .array([.bool(true), .bool(false)]))
        #expect(try parse(#"{"a":{"b":[]},"c":{}}"#) == .object(["a": .object(["b": .array([])]), "c": .object([:])]))
    }

    @Test(
        "numbers are read as the nearest Double",
        arguments: [
            ("0", 0), ("-0.5", -0.5), ("1e3", 1000), ("1E-2", 0.01), ("1234567890123456789", 1_234_567_890_123_456_768),
            ("0.1", 0.1), ("-1.7976931348623157e308", -Double.greatestFiniteMagnitude), ("1e-400", 0),
        ]
    )
    func numbers(text: String, expected: Double) throws {
        #expect(try parse(text) == .number(expected))
    }

    @Test(
        "escapes stand for their characters, and half of a surrogate pair for U+FFFD",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9x""#, "éx"), (#""\ud83d\ude00!""#, "😀!"),
            (#""\ud83dx""#, "\u{FFFD}x"), (#""\ude00""#, "\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
            (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\u0000""#, "\0"),
        ]
    )
    func escapes(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
    }

    @Test(
        "text that is not UTF-8 is an error that names the byte and its place",
        arguments: [
            ([0x22, 0x61, 0xFF, 0x62, 0x22], "0xFF at byte 2"), ([0x22, 0xC3, 0xA9, 0xE9, 0x22], "0xE9 at byte 3"),
            ([0x22, 0x5C, 0x6E, 0x61, 0xEF, 0xBF, 0x22], "0xEF at byte 4"),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], "0xED at byte 1"),
        ] as [([UInt8], String)]
    )
    func malformedUTF8(bytes: [UInt8], expected: String) {
        let error = #expect(throws: FielError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.message == "is not UTF-8: found \(expected)")
        #expect(error?.hint?.contains("iconv -f WINDOWS-1252") == true)
    }

    @Test("of members with the same name the last one counts")
    func duplicates() throws {
        #expect(try parse(#"{"a":1,"a":2}"#) == .object(["a": .number(2)]))
    }

    @Test(
        "what RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "{", "[", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "01", "+1", ".5",
            "1.", "1e",
            "NaN", "Infinity", "-Infinity", "-", "tru", "nulls", "1 2", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
            "\"a\nb\"",
            "[1 2]", "]", "1e999", "\"\\", "\u{FEFF}1",
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: FielError.self) { try parse(text) }
        #expect(error?.code == .malformedInput)
        #expect(error?.message.hasPrefix("not valid JSON") == true)
    }

    @Test("nesting is bounded, so that a depth bomb is an error")
    func depth() throws {
        let deep = JSONParser.maximumDepth
        _ = try parse(String(repeating: "[", count: deep - 1) + "1" + String(repeating: "]", count: deep - 1))
        #expect(throws: FielError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: FielError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test("an error names what was found and what was expected")
    func message() {
        let error = #expect(throws: FielError.self) { try parse(#"{"a": NaN}"#) }
        #expect(error?.message == #"not valid JSON: "NaN" at byte 6, where a value is expected"#)
    }

    @Test("what the writer writes is read back, whatever the text")
    func roundTrip() throws {
        let texts = ["", "a\"b\\c/", "\u{0}\u{1F}\u{7F}\r\n\t", "é😀\u{202E}", "\u{FFFD}"]
        for text in texts {
            var writer = JSONWriter()
            writer.value(text)
            #expect(try JSONValue(parsing: writer.bytes) == .string(text))
        }
    }

    @Test("any bytes give a value or an error, never a crash")
    func fuzz() {
        var random = SystemRandomNumberGenerator()
        let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n"],"b":{"c":null,"d":[true,false]}}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? JSONValue(parsing: bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
        }
    }
}
