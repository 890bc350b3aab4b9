/// The words of mteval's international tokenizer 13a, as `sacrebleu` has it.
///
/// Most ASCII punctuation stands alone; full stops and commas do unless digits stand on both sides, and a hyphen after a
/// digit does.
struct Tokens13a {
    /// The words, each as its UTF-8: words compare by their bytes.
    let words: [[UInt8]]

    /// Takes a text apart.
    init(_ text: String) {
        var scalars = Array(text.unicodeScalars)
        while scalars.last?.separatesWords == true { scalars.removeLast() }
        scalars = Self.unescaped([" "] + Self.joined(scalars) + [" "])
        scalars = scalars.flatMap { Self.standsAlone($0) ? [" ", $0, " "] : [$0] }
        scalars = Self.rewrite(scalars, { !$0.isASCIIDigit && $1.isStop }) { [$0, " ", $1, " "] }
        scalars = Self.rewrite(scalars, { $0.isStop && !$1.isASCIIDigit }) { [" ", $0, " ", $1] }
        scalars = Self.rewrite(scalars, { $0.isASCIIDigit && $1 == "-" }) { [$0, " ", $1, " "] }
        words = scalars.split(whereSeparator: \.separatesWords).map { word in
            word.flatMap { Array(UTF8.encode($0) ?? .init()) }
        }
    }

    /// The text on one line: words cut by a hyphen at a line's end are joined.
    private static func joined(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let whole = replacing(Array("<skipped>".unicodeScalars), with: [], in: scalars)
        return replacing(["-", "\n"], with: [], in: whole).map { $0 == "\n" ? " " : $0 }
    }

    private static let entities: [(name: [Unicode.Scalar], scalar: Unicode.Scalar)] = [
        (Array("&quot;".unicodeScalars), "\""), (Array("&amp;".unicodeScalars), "&"),
        (Array("&lt;".unicodeScalars), "<"), (Array("&gt;".unicodeScalars), ">"),
    ]

    private static func unescaped(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains("&") else { return scalars }
        return entities.reduce(scalars) { replacing($1.name, with: [$1.scalar], in: $0) }
    }

    /// Each place of a pattern replaced, from left to right.
    private static func replacing(
        _ pattern: [Unicode.Scalar],
        with replacement: [Unicode.Scalar],
        in scalars: [Unicode.Scalar]
    ) -> [Unicode.Scalar] {
        var written: [Unicode.Scalar] = []
        var rest = scalars[...]
        while let first = rest.first {
            if rest.starts(with: pattern) {
                written += replacement
                rest = rest.dropFirst(pattern.count)
            } else {
                written.append(first)
                rest = rest.dropFirst()
            }
        }
        return written
    }

    /// Each pair of neighbours that a condition names rewritten, from left to right without overlap.
    private static func rewrite(
        _ scalars: [Unicode.Scalar],
        _ condition: (Unicode.Scalar, Unicode.Scalar) -> Bool,
        _ replacement: (Unicode.Scalar, Unicode.Scalar) -> [Unicode.Scalar]
    ) -> [Unicode.Scalar] {
        var written: [Unicode.Scalar] = []
        var place = 0
        while place < scalars.count {
            if place + 1 < scalars.count, condition(scalars[place], scalars[place + 1]) {
                written += replacement(scalars[place], scalars[place + 1])
                place += 2
            } else {
                written.append(scalars[place])
                place += 1
            }
        }
        return written
    }

    /// ASCII punctuation but for the apostrophe, the comma, the hyphen and the full stop.
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x26, 0x28...0x2B, 0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
    /// A full stop or a comma.
    fileprivate var isStop: Bool { self == "." || self == "," }
}
