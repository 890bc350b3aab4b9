/// How much of an answer is copied from its sources: coverage and density (Grusky, Naaman & Artzi 2018, section 4).
public struct Extractiveness: Sendable, Hashable {
    /// The share of the answer's words that stand in copied fragments, in 0...1.
    public let coverage: Double
    /// The mean length of the fragment that a word of the answer stands in: Σ length² / words; 0 or more.
    public let density: Double

    /// Measures an answer, by the paper's greedy search for the longest fragments, from left to right.
    ///
    /// Words are compared as they are: fold their case before where it does not matter. Takes time in the product of the
    /// numbers of words.
    ///
    /// - Returns: nil where the answer has no word.
    public init?(answer: [String], sources: [[String]]) {
        guard !answer.isEmpty else { return nil }
        var places: [String: [(source: Int, word: Int)]] = [:]
        for (source, words) in sources.enumerated() {
            for (word, text) in words.enumerated() { places[text, default: []].append((source, word)) }
        }
        var covered = 0
        var squares = 0
        var start = 0
        while start < answer.count {
            let longest = (places[answer[start]] ?? []).reduce(0) { longest, place in
                let own = sources[place.source][place.word...]
                guard own.count > longest else { return longest }
                return max(longest, zip(answer[start...], own).prefix { $0 == $1 }.count)
            }
            covered += longest
            squares += longest * longest
            start += max(1, longest)
        }
        coverage = Double(covered) / Double(answer.count)
        density = Double(squares) / Double(answer.count)
    }

    /// Measures a text by its words: runs of letters and digits, their case folded.
    ///
    /// - Returns: nil where the answer has no word.
    public init?(answer: String, passages: [String]) {
        self.init(answer: Self.words(answer), sources: passages.map(Self.words))
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
