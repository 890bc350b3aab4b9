public import FielCore

extension ResultRecord {
    /// The words that decided, with the number of their passage from 1; nil where there are none.
    public func quote(_ evidence: Evidence?) -> (number: Int, text: String)? {
        guard let evidence, sample.contexts.indices.contains(evidence.context) else { return nil }
        let scalars = Array(sample.contexts[evidence.context].unicodeScalars)
        let range = evidence.range.clamped(to: scalars.indices)
        return range.isEmpty ? nil : (evidence.context + 1, String(String.UnicodeScalarView(scalars[range])))
    }
}
