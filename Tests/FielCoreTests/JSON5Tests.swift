import FielCore
import Testing

@Suite("JSON5")
struct JSON5Tests {
    private func parse(_ text: String, isJSON5: Bool = true) throws(FielError) -> JSONValue {
        var parser = JSONParser(Array(text.utf8), isJSON5: isJSON5)
        let value = try parser.value()
        guard parser.peek() == nil else { throw parser.unexpected(expected: "the end") }
        return value
    }

    @Test(
        "what JSON5 allows beyond JSON is read, and is an error in JSON",
        arguments: [
            ("// a\n1", .number(1)), ("/* a \n*/1", .number(1)), ("[1,]", .array([.number(1)])),
            ("{a:1,}", .object(["a": .number(1)])), ("{'a b': 1}", .object(["a b": .number(1)])),
            ("'it''", nil), ("'it\"s'", .string("it\"s")), ("\"a\\\nb\"", .string("ab")), ("\"\\x41\"", .string("A")),
            ("+1", .number(1)), (".5", .number(0.5)), ("5.", .number(5)), ("0x1F", .number(31)),
            ("-0x10", .number(-16)),
            ("-.5e1", .number(-5)), ("{$_é: 1}", .object(["$_é": .number(1)])), ("\u{FEFF}\u{A0}1", .number(1)),
        ] as [(String, JSONValue?)]
    )
    func freedoms(text: String, value: JSONValue?) throws {
        if let value { #expect(try parse(text) == value) }
        #expect(throws: FielError.self) { try parse(text, isJSON5: false) }
    }

    @Test(
        "what is no JSON5 either is an error",
        arguments: [
            "", "/* a", "[,]", "{,}", "{1a:1}", "01", "1.2.3", "0x", "NaN", "Infinity", "--1", "+-1", "'a", "'\\1'",
            "{a:1 b:2}",
            "{a:1,a:2}", "'a\nb'", "'\\x4'", "1e", ".", "e5", "1,",
        ]
    )
    func errors(text: String) {
        #expect(throws: FielError.self) { try parse(text) }
    }

    @Test("every member and element has its line")
    func places() throws {
        var parser = JSONParser(Array("{\n a: [1,\n {b: 2}],\n}".utf8), isJSON5: true)
        _ = try parser.value()
        let lines = parser.places.mapValues { parser.line(of: $0) }
        #expect(lines == ["a": 2, "a[0]": 2, "a[1]": 3, "a[1].b": 3])
    }

    @Test("any bytes give a value or an error")
    func fuzz() {
        let alphabet = Array("{}[]:,'\"\\/*+-.0x1eEa \n\u{C2}".utf8)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let length = Int(generator.next() % 12)
            let bytes = (0..<length).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
            var parser = JSONParser(bytes, isJSON5: true)
            _ = try? parser.value()
            #expect(parser.position <= bytes.count)
        }
    }
}
