import FielCore
import FielSuite
import Testing

@Suite("Line reader")
struct LineReaderTests {
    private func lines(_ text: String, piece: Int = 1 << 16, limit: Int = 100) throws -> [Line] {
        var reader = LineReader(MemorySource(text.utf8, piece: piece), limit: limit)
        var lines: [Line] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    @Test("lines are the same however the bytes arrive", arguments: [1, 2, 3, 7, 1000])
    func pieces(piece: Int) throws {
        let found = try lines("\u{FEFF}one\r\ntwo\n\n four\r\nlast", piece: piece)
        #expect(try found.map { try $0.text } == ["one", "two", "", " four", "last"])
        #expect(found.map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test(
        "an empty source has no lines, and a closing line break begins none",
        arguments: [("", 0), ("\n", 1), ("a\n", 1), ("\u{FEFF}", 0)]
    )
    func ends(text: String, count: Int) throws {
        #expect(try lines(text, piece: 1).count == count)
    }

    @Test("a line beyond the limit is reported by its length and the next one is whole", arguments: [1, 5, 1000])
    func tooLong(piece: Int) throws {
        let long = String(repeating: "x", count: 101)
        let found = try lines("a\n\(long)\nb\n\(long)", piece: piece)
        #expect(found.map(\.excess) == [nil, 101, nil, 101])
        #expect(found.map(\.bytes.count) == [1, 0, 1, 0])
    }

    @Test("without waiting only what has arrived is given")
    func withoutWaiting() throws {
        let source = ScriptedSource(["{a", "b}\n{c", "d}\n"])
        var reader = LineReader(source)
        #expect(try reader.next()?.text == "{ab}")
        source.isReady = false
        #expect(try reader.next(waits: false) == nil)
        #expect(try reader.next()?.text == "{cd}")
    }
}
