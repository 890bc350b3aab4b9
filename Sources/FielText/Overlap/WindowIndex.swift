#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The content words of a set of windows, with a weight for each: rare words say more.
public struct WindowIndex: Sendable {
    /// Per window, its distinct content words.
    private let windows: [Set<String>]
    private let frequency: [String: Int]

    /// Reads the windows once.
    public init(windows: [String]) {
        self.windows = windows.map { Set(LexicalOverlap.contentWords($0)) }
        var frequency: [String: Int] = [:]
        for window in self.windows {
            for word in window { frequency[word, default: 0] += 1 }
        }
        self.frequency = frequency
    }

    /// The weight of a content word: ln(1 + (n - f + 0.5) / (f + 0.5)) for n windows, f of which hold it.
    ///
    /// This is BM25's inverse document frequency in its positive form (Robertson and Zaragoza 2009; as Lucene has it).
    public func weight(of word: String) -> Double {
        let (n, f) = (Double(windows.count), Double(frequency[word] ?? 0))
        return log(1 + (n - f + 0.5) / (f + 0.5))
    }

    /// Per window, the weighted share of a text's content words that it holds, in 0...1; 0 where the text has none.
    public func recall(of text: String) -> [Double] {
        // Sorted, so that the sums are the same in every run.
        let words = Set(LexicalOverlap.contentWords(text)).sorted()
        let weights = words.map { weight(of: $0) }
        let total = weights.reduce(0, +)
        guard total > 0 else { return windows.map { _ in 0 } }
        return windows.map { window in
            zip(words, weights).reduce(0) { sum, pair in window.contains(pair.0) ? sum + pair.1 : sum } / total
        }
    }
}
