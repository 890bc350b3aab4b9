import FielCore
import FielRetrieval
import FielText

/// Stems the words of a file for `snowball.py`, or times the analysis of its text.
enum Stemming {
    /// Arguments: `words` or `time`, a language, and a file in UTF-8; `words` has one word a line, and gives one stem a line.
    static func run(_ arguments: [String]) throws {
        guard arguments.count == 3, let language = Language(rawValue: arguments[1]) else {
            throw FielError(.invalidArgument, "usage: FielBench stem words|time english|portuguese FILE")
        }
        let file = try MappedFile(path: arguments[2])
        let lines = withExtendedLifetime(file) {
            file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        switch arguments[0] {
        case "words": print(lines.map { Snowball.stem($0, in: language) }.joined(separator: "\n"), terminator: "")
        case "time": time(lines, language)
        default: throw FielError(.invalidArgument, "\(arguments[0]) is not words or time")
        }
    }

    private static func time(_ lines: [String], _ language: Language) {
        var (stopped, stemmed) = (LanguageAnalysis(language), LanguageAnalysis(language))
        (stopped.stems, stemmed.dropsStopWords) = (false, false)
        let bytes = lines.reduce(0) { $0 + $1.utf8.count }
        for (name, analysis) in [
            ("every word", nil), ("stop words", stopped), ("stems", stemmed), ("both", LanguageAnalysis(language)),
        ] {
            let analyzer = Analyzer(analysis)
            var (best, terms) = (Duration.seconds(3600), 0)
            for _ in 0..<3 {
                terms = 0
                best = min(
                    best,
                    ContinuousClock().measure { for line in lines { terms += analyzer.terms(line).count } }
                )
            }
            let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
            print("\(name): \(terms) terms, \(Int(Double(bytes) / seconds / 1e4)) x 10 kB/s")
        }
    }
}
