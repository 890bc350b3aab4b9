import FielCore

/// Exchanges an amount for another one of the same form.
///
/// The new amount is the greater one wherever it can be: who has six has five as well, but has not nine.
enum NumberChange {
    /// Possible edits, in random order.
    static func edits(
        _ scene: ClaimScene,
        _ passages: PassageFacts,
        using random: inout SeededGenerator
    ) -> [TextEdit] {
        let amounts = scene.mentions.filter { mention in
            [.number, .percentage, .money].contains(mention.kind) && mention.value != .number([1])
                && passages.facts.holds(mention) && !scene.isInName(mention.range)
        }
        return random.shuffled(amounts).flatMap { mention -> [TextEdit] in
            guard let index = scene.word(at: mention.range.lowerBound), !scene.follows(bounds, index),
                !followsName(scene, index)
            else { return [] }
            let word = scene.words[index]
            let drawn = (0..<6).compactMap { _ in
                word.isNumeric ? digits(scene, mention, using: &random) : spelled(scene, index, mention, using: &random)
            }
            return drawn
        }
    }

    /// Whether a word that may be a name stands before an amount, as in "Apollo 11" at the start of a sentence.
    private static func followsName(_ scene: ClaimScene, _ index: Int) -> Bool {
        guard index > 0, scene.words[index - 1].isCapitalised else { return false }
        let word = scene.words[index - 1]
        // Not so before a currency: in "R$ 35" the capital belongs to the sign.
        let gap = scene.answer.scalars[word.range.upperBound..<scene.words[index].range.lowerBound]
        guard gap.allSatisfy({ $0 == " " }) else { return false }
        return !StopWords.contains(word.key) && !Verbs.englishAuxiliaries.contains(word.key)
            && !Verbs.isPortugueseFinite(word)
    }

    // MARK: Digits

    private static func digits(
        _ scene: ClaimScene,
        _ mention: FactMention,
        using random: inout SeededGenerator
    ) -> TextEdit? {
        let start = mention.range.lowerBound
        guard let range = digitRange(scene.answer, from: start) else { return nil }
        var scalars = Array(scene.answer.scalars[range])
        guard let lead = scalars.firstIndex(where: { $0.isDigit && $0.digit > 0 }) else { return nil }
        let digit = scalars[lead].digit
        guard case .number(let values) = mention.value, let value = values.first else { return nil }
        if mention.kind == .percentage, value >= 100 { return nil }
        if digit < 9 {
            scalars[lead] = scalar(digit + 1 + random.next(below: 9 - digit))
        } else if scalars.count <= 2, mention.kind != .percentage, !scalars.contains(".") {
            scalars.insert("1", at: lead)
        } else {
            scalars[lead] = scalar(2 + random.next(below: 4))
        }
        return TextEdit(range, String(String.UnicodeScalarView(scalars)))
    }

    private static func scalar(_ digit: Int) -> Unicode.Scalar { Unicode.Scalar(UInt8(0x30 + digit)) }

    /// The digits with their marks, unless they are part of a score, a range, an ordinal or a code.
    private static func digitRange(_ text: ScalarText, from start: Int) -> Range<Int>? {
        if let before = text.at(start - 1) {
            guard !before.isWordScalar, !before.isDash, !"/:#.+×".unicodeScalars.contains(before) else { return nil }
        }
        var end = start
        while let scalar = text.at(end) {
            let isMark = (scalar == "." || scalar == ",") && text.at(end + 1)?.isDigit == true
            guard scalar.isDigit || isMark else { break }
            end += 1
        }
        guard end > start, end - start <= 15 else { return nil }
        if let after = text.at(end) {
            guard !after.isLetter, after != "º", after != "ª", after != "/", after != ":", after != "×" else {
                return nil
            }
            if after.isDash, text.at(end + 1)?.isLetter != true { return nil }
        }
        return start..<end
    }

    // MARK: Words

    private static func spelled(
        _ scene: ClaimScene,
        _ index: Int,
        _ mention: FactMention,
        using random: inout SeededGenerator
    ) -> TextEdit? {
        let word = scene.words[index]
        guard let value = NumberWords.value(word.key), value >= 2, mention.value == .number([Double(value)]),
            !["dozen", "duzia"].contains(word.key), !isFraction(scene, after: index)
        else { return nil }
        let greater = (scene.language == .portuguese ? portuguese : english).dropFirst(max(1, value - 1))
        return random.element(of: Array(greater)).map { TextEdit(word.range, ClaimScene.cased($0, like: word)) }
    }

    /// Whether a word such as "thirds" follows.
    private static func isFraction(_ scene: ClaimScene, after index: Int) -> Bool {
        guard index + 1 < scene.words.count else { return false }
        let key = scene.words[index + 1].key
        return NumberWords.ordinal(key) != nil || NumberWords.ordinal(String(key.dropLast())) != nil
            || ["quarter", "quarters", "halves", "tercos", "avos", "meio", "meia"].contains(key)
    }

    /// Two to twelve.
    private static let english = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    private static let portuguese = [
        "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze",
    ]

    /// Words that make a bound or an estimate of the amount after them, which another amount could satisfy too.
    static let bounds = WordList.set(
        """
        about around approximately nearly almost roughly over under than least most up some circa between above below many
        maximum minimum exceed exceeds exceeded exceeding estimated cerca quase aproximadamente mais menos torno ate pelo
        maximo minimo entre acima abaixo volta estimado estimada ou or
        """
    )
}
