/// What the ROUGE metrics share (Lin 2004), with the words of Google's `rouge-score`.
///
/// A word is a run of the letters a to z and digits after lower-casing: an accented letter cuts a word in two. Words are not
/// stemmed, as is that package's default.
enum ROUGE {
    /// The words of a text.
    static func words(_ text: String) -> [String] {
        text.lowercased().utf8.split { byte in
            !(0x61...0x7A).contains(byte) && !(0x30...0x39).contains(byte)
        }
        .map { String(Substring($0)) }
    }

    /// F1 of the n-grams of answer and reference, in 0...1.
    static func nGramScore(_ answer: String, _ reference: String, n: Int) -> Double {
        let (own, gold) = (NGrams(words(answer), n), NGrams(words(reference), n))
        return FMeasure(matches: own.shared(with: gold), predicted: own.total, expected: gold.total).value
    }
}
