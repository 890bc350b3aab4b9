/// The final answer in a reply that reasons first.
public enum FinalAnswer {
    /// What follows the last "the answer is", to the end of its line, without the full stop; the whole reply where it says
    /// no such thing.
    public static func extract(from reply: String) -> String {
        let mark = Array("the answer is".utf8)
        let bytes = Array(reply.utf8)
        let lower = bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        let starts = lower.indices.reversed().lazy.filter { lower[$0...].starts(with: mark) }
        guard let start = starts.first(where: { !line(bytes[($0 + mark.count)...]).isEmpty }) else {
            return reply.trimmed
        }
        return line(bytes[(start + mark.count)...])
    }

    /// The first line of some text, without the colon before it and the full stop after it.
    private static func line(_ bytes: ArraySlice<UInt8>) -> String {
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).trimmed
        let start = line.hasPrefix(":") ? String(line.dropFirst()).trimmed : line
        return start.hasSuffix(".") ? String(start.dropLast()).trimmed : start
    }
}

/// The simpler questions that a model wrote down.
enum Subquestions {
    /// One a line, without list marks; the question itself is left out.
    static func read(_ plan: String, besides question: String) -> [String] {
        plan.split(whereSeparator: \.isNewline).map { withoutMark(String($0)) }
            .filter { !$0.isEmpty && $0 != question.trimmed }
    }

    private static func withoutMark(_ line: String) -> String {
        let line = line.trimmed
        let afterNumber = line.drop { $0.isASCII && $0.isNumber }
        if afterNumber.count < line.count, let mark = afterNumber.first, ".):".contains(mark) {
            return String(afterNumber.dropFirst()).trimmed
        }
        if let mark = line.first, "-*•".contains(mark) { return String(line.dropFirst()).trimmed }
        return line
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        var rest = self[...].drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
