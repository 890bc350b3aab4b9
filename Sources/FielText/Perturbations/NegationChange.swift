import FielCore

/// Denies what a claim says, or says what it denies.
enum NegationChange {
    /// The edit; nil where the scope of a "not" would be open.
    static func edit(_ scene: ClaimScene) -> TextEdit? {
        let isPortuguese = scene.language == .portuguese
        guard scene.words.count >= 3, !scene.words.contains(where: { open.contains($0.key) }) else { return nil }
        let negations = scene.words.indices.filter { isNegation(scene.words[$0].key, scene.language) }
        if negations.isEmpty { return isPortuguese ? insertedPortuguese(scene) : insertedEnglish(scene) }
        guard negations.count == 1, let index = negations.first else { return nil }
        return isPortuguese ? removedPortuguese(scene, index) : removedEnglish(scene, index)
    }

    private static func isNegation(_ key: String, _ language: Language) -> Bool {
        switch language {
        case .english: english.contains(key) || key.hasSuffix("n't")
        case .portuguese: portuguese.contains(key)
        }
    }

    // MARK: English

    private static func insertedEnglish(_ scene: ClaimScene) -> TextEdit? {
        let places = scene.words.indices.filter { englishVerbs.contains(scene.words[$0].text) && $0 > 0 }
        guard places.count == 1, let place = places.first, place + 1 < scene.words.count else { return nil }
        let (verb, next) = (scene.words[place], scene.words[place + 1])
        guard scene.answer.scalars[verb.range.upperBound..<next.range.lowerBound].allSatisfy({ $0 == " " }) else {
            return nil
        }
        guard !scene.follows(subordinating, place, within: 4) else { return nil }
        // "has grown" is denied by "has not grown", but "has two arches" is not denied by "has not two arches".
        if ["has", "have", "had"].contains(verb.key), !Verbs.isEnglishParticiple(next.key) { return nil }
        if verb.key == "can" { return TextEdit(verb.range, "cannot") }
        return TextEdit(verb.range.upperBound..<verb.range.upperBound, " not")
    }

    private static func removedEnglish(_ scene: ClaimScene, _ index: Int) -> TextEdit? {
        let word = scene.words[index]
        if word.text == "cannot" { return TextEdit(word.range, "can") }
        if let verb = contractions[word.key] { return TextEdit(word.range, ClaimScene.cased(verb, like: word)) }
        guard word.text == "not", index > 0, englishVerbs.contains(scene.words[index - 1].key) else { return nil }
        if index + 1 < scene.words.count, limiting.contains(scene.words[index + 1].key) { return nil }
        return TextEdit(scene.words[index - 1].range.upperBound..<word.range.upperBound, "")
    }

    // MARK: Portuguese

    private static func insertedPortuguese(_ scene: ClaimScene) -> TextEdit? {
        let places = scene.words.indices.filter { portugueseVerbs.contains(scene.words[$0].text.lowercasedFirst) }
        guard places.count == 1, let place = places.first else { return nil }
        let verb = scene.words[place]
        guard !scene.follows(subordinating, place, within: 4) else { return nil }
        if place > 0 {
            // "A era" and "São Paulo" hold no verb, and a pronoun would have to stand between "não" and the verb.
            guard !verb.isCapitalised, !beforeNouns.contains(scene.words[place - 1].key) else { return nil }
            return TextEdit(verb.range.lowerBound..<verb.range.lowerBound, "não ")
        }
        guard verb.text != "São" else { return nil }
        return TextEdit(verb.range, verb.isCapitalised ? "Não \(verb.text.lowercasedFirst)" : "não \(verb.text)")
    }

    private static func removedPortuguese(_ scene: ClaimScene, _ index: Int) -> TextEdit? {
        let word = scene.words[index]
        guard word.key == "nao", index + 1 < scene.words.count else { return nil }
        let next = scene.words[index + 1]
        guard scene.answer.scalars[word.range.upperBound..<next.range.lowerBound].allSatisfy({ $0 == " " }),
            Verbs.isPortugueseFinite(next)
        else { return nil }
        let verb = word.isCapitalised ? next.text.capitalisedFirst : next.text
        return TextEdit(word.range.lowerBound..<next.range.upperBound, verb)
    }

    // MARK: Words

    private static let english = WordList.set(
        "not no never none neither nor nobody nothing without hardly barely cannot"
    )
    private static let portuguese = WordList.set("nao nunca jamais nem nenhum nenhuma nada ninguem sem")
    /// Words under which a claim and its denial can both hold, or that change their meaning beside a "not".
    private static let open = WordList.set(
        """
        some many most few several often sometimes usually partly partially mostly may might could would should any ever yet
        either only if whether all every each both alguns algumas muitos muitas poucos poucas varios varias geralmente
        frequentemente talvez parcialmente so apenas somente se todos todas cada ambos ambas ainda mais
        """
    )
    /// Words that begin a clause of time or place, in which a "not" makes no sense.
    private static let subordinating = WordList.set(
        "after before when while where until since quando enquanto onde que"
    )
    private static let englishVerbs = WordList.set("is are was were has have had can will must")
    private static let contractions = WordList.table(
        "isn't=is aren't=are wasn't=was weren't=were hasn't=has haven't=have hadn't=had can't=can won't=will mustn't=must"
    )
    private static let limiting = WordList.set("only just until necessarily yet always because so")
    private static let portugueseVerbs = WordList.set(
        "é são foi foram era eram está estão estava estavam tem tinha teve pode será serão fica ficava"
    )
    private static let beforeNouns = WordList.set("a da na uma esta essa nova se me te lhe nos o os as lhes e ou")
}
