/// Acronyms that are written with a full stop behind each letter.
enum DottedAcronyms {
    /// The acronyms among the words of a text, folded and without their stops.
    static func all(of words: [Word], in text: ScalarText) -> Set<String> {
        var (found, letters, end): (Set<String>, String, Int?) = ([], "", nil)
        for word in words {
            if word.range.lowerBound != end { letters = "" }
            let isLetter = word.range.count == 1 && word.isCapitalised && text.at(word.range.upperBound) == "."
            letters = isLetter ? letters + word.key : ""
            end = isLetter ? word.range.upperBound + 1 : nil
            if letters.utf8.count > 1 { found.insert(letters) }
        }
        return found
    }
}
