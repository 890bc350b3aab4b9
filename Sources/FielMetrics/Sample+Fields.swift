package import FielCore

/// What data sets say of a sample in fields of their own.
extension Sample {
    /// Every gold answer that has words: the reference, then those of the field `references`, each once.
    package var references: [String] {
        var seen: Set<[UInt8]> = []
        let all = [reference].compactMap(\.self) + (metadata["references"]?.array ?? []).compactMap(\.string)
        return all.filter { text in
            text.contains { !$0.isWhitespace } && seen.insert(Array(text.utf8)).inserted
        }
    }

    /// The best score of the answer over the references.
    func best(_ score: (_ answer: String, _ reference: String) -> Double) -> Outcome {
        references.map { score(answer, $0) }.max().map(Outcome.scored) ?? .noReference
    }
}
