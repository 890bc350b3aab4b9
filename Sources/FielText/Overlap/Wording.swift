/// Compares texts word by word.
package enum Wording {
    /// Whether two texts have the same words in the same order, whatever their capitals, accents and marks.
    package static func isSame(_ one: String, _ other: String) -> Bool {
        let words = WordScanner.words(in: one).map(\.key)
        return !words.isEmpty && words == WordScanner.words(in: other).map(\.key)
    }
}
