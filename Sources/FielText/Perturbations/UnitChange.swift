import FielCore

/// Exchanges the unit, the currency or the scale of an amount, so that the same number says something else.
enum UnitChange {
    /// Possible edits, in order of the claim.
    static func edits(_ scene: ClaimScene, _ passages: PassageFacts) -> [TextEdit] {
        let table = scene.language == .portuguese ? portuguese : english
        return scene.mentions.flatMap { mention -> [TextEdit] in
            guard [.number, .money].contains(mention.kind), passages.facts.holds(mention),
                !scene.isInName(mention.range),
                let index = scene.word(at: mention.range.lowerBound), scene.words[index].isNumeric,
                !scene.follows(NumberChange.bounds, index)
            else { return [] }
            let words = WordScanner.words(in: scene.answer, range: mention.range)
            let named = words.dropFirst().compactMap { word -> TextEdit? in
                guard let other = table[word.text], !hasAlready(unit: other, mention, passages) else { return nil }
                return TextEdit(word.range, other)
            }
            return named + [sign(before: mention, scene, passages)].compactMap(\.self)
        }
    }

    /// The currency sign before an amount; "R$" and its like are left alone.
    private static func sign(before mention: FactMention, _ scene: ClaimScene, _ passages: PassageFacts) -> TextEdit? {
        let place = mention.range.lowerBound - 1
        guard place >= scene.claim.lowerBound, let sign = scene.answer.at(place), let other = signs[sign],
            scene.answer.at(place - 1)?.isLetter != true
        else { return nil }
        var changed = mention
        changed.unit = other.unit
        return passages.facts.holds(changed) ? nil : TextEdit(place..<place + 1, other.sign)
    }

    /// Whether the passages have the same number with the other unit as well, or with its scale.
    private static func hasAlready(unit: String, _ mention: FactMention, _ passages: PassageFacts) -> Bool {
        guard case .number(let values) = mention.value else { return true }
        let key = Folding.fold(unit)
        let other = Units.measure(key) ?? Units.currency(word: key)
        return passages.mentions.contains { passage in
            guard case .number(let others) = passage.value, !Set(others).isDisjoint(with: values) else { return false }
            return passage.unit != nil && passage.unit == other
        }
    }

    private static let signs: [Unicode.Scalar: (sign: String, unit: String)] = [
        "$": ("€", "EUR"), "€": ("$", "USD"), "£": ("€", "EUR"),
    ]
    /// Another unit of the same dimension.
    private static let english = WordList.table(
        """
        km=metres kilometres=metres kilometers=meters metres=kilometres meters=kilometers cm=metres mm=metres miles=feet
        feet=miles inches=feet kg=tonnes kilograms=tonnes tonnes=kilograms tons=kilograms grams=kilograms years=months
        year=month months=years weeks=hours days=months hours=weeks minutes=hours seconds=hours dollars=euros euros=dollars
        million=billion billion=million thousand=billion
        """
    )
    /// Another unit of the same dimension and gender, so that numerals and articles agree with it.
    private static let portuguese = WordList.table(
        """
        km=metros cm=metros mm=metros kg=gramas quilômetros=metros quilómetros=metros metros=quilômetros anos=meses
        meses=anos semanas=horas dias=anos horas=semanas minutos=segundos segundos=minutos quilos=gramas gramas=quilos
        euros=dólares dólares=euros reais=dólares milhões=bilhões bilhões=milhões
        """
    )
}
