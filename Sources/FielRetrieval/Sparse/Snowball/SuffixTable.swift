/// The suffixes of one step of a stemmer, each with what becomes of it.
struct SuffixTable<Rule: Sendable>: Sendable {
    private struct Suffix: Sendable {
        let letters: [Unicode.Scalar]
        let rule: Rule
    }

    /// Suffixes by their last letter, the longest first.
    private let byLastLetter: [Unicode.Scalar: [Suffix]]

    /// - Parameter rules: suffixes separated by spaces, and the rule that they share.
    init(_ rules: KeyValuePairs<String, Rule>) {
        var table: [Unicode.Scalar: [Suffix]] = [:]
        for (suffixes, rule) in rules {
            for suffix in suffixes.split(whereSeparator: \.isWhitespace) {
                guard let last = suffix.unicodeScalars.last else { continue }
                table[last, default: []].append(Suffix(letters: Array(suffix.unicodeScalars), rule: rule))
            }
        }
        byLastLetter = table.mapValues { $0.sorted { $0.letters.count > $1.letters.count } }
    }

    /// Where the longest suffix of a word starts, and its rule; only suffixes that start at `bound` or behind it count.
    func longest(in word: [Unicode.Scalar], notBefore bound: Int = 0) -> (start: Int, rule: Rule)? {
        guard let last = word.last, let suffixes = byLastLetter[last] else { return nil }
        for suffix in suffixes where word.count - bound >= suffix.letters.count {
            let start = word.count - suffix.letters.count
            if word[start...].elementsEqual(suffix.letters) { return (start, suffix.rule) }
        }
        return nil
    }
}

extension SuffixTable<Void> {
    /// - Parameter suffixes: suffixes that share what becomes of them, separated by spaces.
    init(_ suffixes: String) { self.init([suffixes: ()]) }
}
