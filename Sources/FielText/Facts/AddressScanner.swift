/// Reads addresses of the web and of mail.
enum AddressScanner {
    /// The addresses of a text, in order.
    static func mentions(in text: ScalarText) -> [FactMention] {
        var mentions: [FactMention] = []
        var offset = 0
        while offset < text.count {
            guard !text.scalars[offset].isBlank else {
                offset += 1
                continue
            }
            let end = text.skip(from: offset, to: text.count) { !$0.isBlank }
            if let mention = mention(in: text, token: offset..<end) { mentions.append(mention) }
            offset = end
        }
        return mentions
    }

    private static func mention(in text: ScalarText, token: Range<Int>) -> FactMention? {
        guard token.count >= 6, token.count <= 2048 else { return nil }
        if let start = token.first(where: { isWebStart(text, $0, token) }) {
            let range = trimmed(text, start..<token.upperBound)
            return FactMention(
                kind: .url,
                text: text.slice(range),
                range: range,
                value: .text(normalised(text.slice(range)))
            )
        }
        guard let at = text.scalars[token].firstIndex(of: "@"), at > token.lowerBound else { return nil }
        var low = at
        while low > token.lowerBound, isMailScalar(text.scalars[low - 1]) { low -= 1 }
        let high = text.skip(from: at + 1, to: token.upperBound, while: isMailScalar)
        let range = trimmed(text, low..<high)
        guard low < at, range.upperBound > at, text.scalars[at..<range.upperBound].contains(".") else { return nil }
        return FactMention(
            kind: .email,
            text: text.slice(range),
            range: range,
            value: .text(Folding.fold(text.slice(range)))
        )
    }

    private static func isWebStart(_ text: ScalarText, _ offset: Int, _ token: Range<Int>) -> Bool {
        guard text.scalars[offset] == "h" || text.scalars[offset] == "w" else { return false }
        let follows = offset == token.lowerBound || !text.scalars[offset - 1].isWordScalar
        return follows
            && ["http://", "https://", "www."].contains {
                text.hasPrefix($0, at: offset) && offset + 8 < token.upperBound
            }
    }

    private static func isMailScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWordScalar || scalar == "." || scalar == "-" || scalar == "_" || scalar == "+"
    }

    private static func trimmed(_ text: ScalarText, _ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound {
            let last = text.scalars[end - 1]
            guard last.isTerminal || last.isCloser || last == "," || last == ";" || last == ":" || last == ">" else {
                break
            }
            end -= 1
        }
        return range.lowerBound..<end
    }

    /// An address without its scheme, "www." and closing slash, which writers leave out at will.
    static func normalised(_ address: String) -> String {
        var rest = Folding.fold(address)[...]
        for prefix in ["https://", "http://", "www."] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        while rest.last == "/" { rest = rest.dropLast() }
        return String(rest)
    }
}
