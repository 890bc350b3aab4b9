import FielCore
import Testing

@Suite("Text from a stream of bytes")
struct UTF8StreamTests {
    private func decode(_ pieces: [[UInt8]]) -> [String] {
        var stream = UTF8Stream()
        return pieces.map { stream.append($0) } + [stream.finish()]
    }

    @Test("a character comes with its last byte, and what is before it at once")
    func heldBack() {
        let bytes = Array("aé€😀".utf8)
        #expect(
            decode(bytes.map { [$0] }) == ["a", "", "é", "", "", "€", "", "", "", "😀", ""]
        )
        #expect(decode([[0x61, 0xF0, 0x9F], [0x98, 0x80, 0x62]]) == ["a", "😀b", ""])
    }

    @Test(
        "ill-formed bytes are replaced by maximal parts, as soon as they are known to be ill-formed",
        arguments: [
            ([[0xFF]], ["\u{FFFD}", ""]),
            ([[0x80], [0x41]], ["\u{FFFD}", "A", ""]),
            ([[0xE2, 0x82], [0x41]], ["", "\u{FFFD}A", ""]),
            ([[0xE2, 0x82]], ["", "\u{FFFD}"]),
            ([[0xC0, 0xAF]], ["\u{FFFD}\u{FFFD}", ""]),
            ([[0xED, 0xA0, 0x80]], ["\u{FFFD}\u{FFFD}\u{FFFD}", ""]),
            ([[0xF4, 0x90]], ["\u{FFFD}\u{FFFD}", ""]),
            ([[0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x80]], ["", "\u{FFFD}😀", ""]),
        ] as [([[UInt8]], [String])]
    )
    func illFormed(pieces: [[UInt8]], expected: [String]) {
        #expect(decode(pieces) == expected)
    }

    @Test("however bytes are cut, the text is that of all bytes at once")
    func cuts() {
        var random = SeededGenerator(seed: 5)
        let common: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xFF,
        ]
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                common.randomElement(using: &random) ?? 0
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let pieces = decode([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(pieces.joined().unicodeScalars.elementsEqual(String(decoding: bytes, as: UTF8.self).unicodeScalars))
            #expect(decode(bytes.map { [$0] }).joined() == pieces.joined())
        }
    }
}
