/// The regular expressions that cut text into words before byte-level merges, as scanners.
///
/// Each alternative is tried in the order of the expression; `\p{L}`, `\p{N}` and `\s` are those of the peer.
enum WordPattern: Sendable {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    case gpt2
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
    case llama3
    /// As ``llama3``, with `\p{N}` in place of `\p{N}{1,3}`.
    case qwen2

    /// The text of the expression, as tokenizer files have it.
    var source: String {
        switch self {
        case .gpt2: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
        case .llama3: Self.contractions + #"|\p{N}{1,3}|"# + Self.rest
        case .qwen2: Self.contractions + #"|\p{N}|"# + Self.rest
        }
    }

    private static let contractions = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+"#
    private static let rest = #" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// The expression of a text, where it is one of these.
    init?(source: String) {
        guard let known = [Self.gpt2, .llama3, .qwen2].first(where: { $0.source == source }) else { return nil }
        self = known
    }
}

/// Finds the words of a pattern in a stretch of a text; the stretch's end is the end of the text to the pattern.
struct WordPatternScanner {
    private typealias Classes = SubwordUnicode.Classes

    private let text: UnsafeBufferPointer<UInt8>
    private let end: Int
    private let pattern: WordPattern
    private let unicode = SubwordUnicode.shared

    init(_ pattern: WordPattern, _ text: UnsafeBufferPointer<UInt8>, end: Int) {
        self.pattern = pattern
        self.text = text
        self.end = end
    }

    /// The end of the word that begins at an index below the end.
    @inline(__always)
    func wordEnd(from start: Int) -> Int {
        switch pattern {
        case .gpt2: gpt2WordEnd(from: start)
        case .llama3: lineWordEnd(from: start, numbers: 3)
        case .qwen2: lineWordEnd(from: start, numbers: 1)
        }
    }

    private func gpt2WordEnd(from start: Int) -> Int {
        if let end = contractionEnd(from: start, ignoringCase: false) { return end }
        let first = text[start] == UInt8(ascii: " ") ? start + 1 : start
        let (classes, length) = classes(at: first)
        if length > 0, !classes.contains(.space) {
            return runEnd(from: first + length, matching: classes.intersection([.letter, .number]))
        }
        return spaceEnd(from: start)
    }

    /// The patterns of Llama 3 and Qwen 2, to which the ends of lines are special.
    private func lineWordEnd(from start: Int, numbers: Int) -> Int {
        if let end = contractionEnd(from: start, ignoringCase: true) { return end }
        let (classes, length) = classes(at: start)
        if classes.contains(.letter) { return runEnd(from: start + length, matching: .letter) }
        if classes.contains(.number) { return numberEnd(from: start + length, most: numbers - 1) }
        let (second, secondLength) = self.classes(at: start + length)
        if second.contains(.letter), !isLineEnd(text[start]) {
            return runEnd(from: start + length + secondLength, matching: .letter)
        }
        if !classes.contains(.space) { return lineEnds(from: runEnd(from: start + length, matching: [])) }
        let isMark = secondLength > 0 && second.isDisjoint(with: [.space, .letter, .number])
        if text[start] == UInt8(ascii: " "), isMark {
            return lineEnds(from: runEnd(from: start + length + secondLength, matching: []))
        }
        return lineSpaceEnd(from: start)
    }

    /// `'s|'t|'re|'ve|'m|'ll|'d`; without regard to case, U+017F is an s too.
    @inline(__always)
    private func contractionEnd(from start: Int, ignoringCase: Bool) -> Int? {
        guard text[start] == UInt8(ascii: "'"), start + 1 < end else { return nil }
        let fold: UInt8 = ignoringCase ? 0x20 : 0
        let first = text[start + 1] | (text[start + 1] < 0x80 ? fold : 0)
        let second = start + 2 < end ? text[start + 2] | (text[start + 2] < 0x80 ? fold : 0) : 0
        switch (first, second) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
            return start + 2
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return start + 3
        case (0xC5, 0xBF) where ignoringCase: return start + 3
        default: return nil
        }
    }

    /// The classes of the scalar at an index and its length; 0 at the end.
    @inline(__always)
    private func classes(at index: Int) -> (classes: Classes, length: Int) {
        guard index < end else { return ([], 0) }
        let (scalar, length) = text.anyScalar(at: index)
        return (unicode.classes(of: scalar), length)
    }

    /// The end of the scalars that are letters, numbers, or with an empty set neither these nor spaces.
    @inline(__always)
    private func runEnd(from start: Int, matching wanted: Classes) -> Int {
        var index = start
        while true {
            let (classes, length) = classes(at: index)
            if length == 0 || classes.intersection([.letter, .number, .space]) != wanted { return index }
            index += length
        }
    }

    private func numberEnd(from start: Int, most: Int) -> Int {
        var index = start
        for _ in 0..<most {
            let (classes, length) = classes(at: index)
            guard classes.contains(.number) else { break }
            index += length
        }
        return index
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func lineEnds(from start: Int) -> Int {
        var index = start
        while index < end, isLineEnd(text[index]) { index += 1 }
        return index
    }

    /// `\s+(?!\S)|\s+`: all spaces at the end of the text, else all but the one before the next word.
    private func spaceEnd(from start: Int) -> Int {
        let (runEnd, last) = spaceRun(from: start)
        return runEnd == end || last == start ? runEnd : last
    }

    /// `\s*[\r\n]+|\s+(?!\S)|\s+`: spaces up to the last end of a line among them.
    private func lineSpaceEnd(from start: Int) -> Int {
        let (runEnd, last) = spaceRun(from: start)
        var index = runEnd
        while index > start {
            if isLineEnd(text[index - 1]) { return index }
            index -= 1
        }
        return runEnd == end || last == start ? runEnd : last
    }

    /// The end of a run of spaces, and where its last one begins.
    private func spaceRun(from start: Int) -> (end: Int, last: Int) {
        var (index, last) = (start, start)
        while true {
            let (classes, length) = classes(at: index)
            if length == 0 || !classes.contains(.space) { return (index, last) }
            (last, index) = (index, index + length)
        }
    }
}
