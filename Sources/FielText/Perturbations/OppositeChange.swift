import FielCore

/// Exchanges a comparison, an order or a direction for its opposite.
enum OppositeChange {
    /// Possible edits, in order of the claim; the opposite may stand neither in the claim nor in the passages.
    static func edits(_ scene: ClaimScene, _ passages: PassageFacts) -> [TextEdit] {
        let table = scene.language == .portuguese ? portuguese : english
        return scene.words.indices.compactMap { index in
            let word = scene.words[index]
            guard word.text == word.text.lowercasedFirst, let other = table[word.text], isApt(scene, index) else {
                return nil
            }
            let key = Folding.fold(other)
            guard !passages.words.contains(key), !scene.words.contains(where: { $0.key == key }) else { return nil }
            return TextEdit(word.range, other)
        }
    }

    /// "more" and "less" only before "than", "first" only behind "the", and so on: elsewhere they say other things.
    private static func isApt(_ scene: ClaimScene, _ index: Int) -> Bool {
        let next = index + 1 < scene.words.count ? scene.words[index + 1].key : ""
        let previous = index > 0 ? scene.words[index - 1].key : ""
        guard !negations.contains(previous) else { return false }
        return switch scene.words[index].key {
        case "more", "less", "fewer": next == "than" && !isAmount(scene, at: index + 2)
        case "first": previous == "the" && next != "of" && next != "time"
        case "before", "after": !isAmount(scene, at: index + 1)
        case "mais", "menos": (next == "de" || next == "do") && !isAmount(scene, at: index + 2)
        case "antes", "depois": ["de", "da", "do"].contains(next) && !isAmount(scene, at: index + 2)
        case "superior", "inferior": ["a", "ao"].contains(next)
        case "sempre", "nunca": index + 1 < scene.words.count && Verbs.isPortugueseFinite(scene.words[index + 1])
        default: true
        }
    }

    /// Whether a count stands there: "after nine years" is no order of events.
    private static func isAmount(_ scene: ClaimScene, at index: Int) -> Bool {
        guard index < scene.words.count else { return false }
        let start = scene.words[index].range.lowerBound
        return scene.mentions.contains { $0.kind == .number && $0.range.lowerBound == start }
    }

    private static let negations = WordList.set("not no never nao nem nunca at")
    private static let english = WordList.table(
        """
        more=less less=more fewer=more larger=smaller smaller=larger bigger=smaller longer=shorter shorter=longer
        higher=lower lower=higher taller=shorter older=younger younger=older heavier=lighter lighter=heavier faster=slower
        slower=faster largest=smallest smallest=largest biggest=smallest longest=shortest shortest=longest highest=lowest
        lowest=highest tallest=shortest oldest=newest newest=oldest heaviest=lightest fastest=slowest slowest=fastest
        earliest=latest latest=earliest first=last before=after after=before increased=decreased decreased=increased
        increases=decreases decreases=increases north=south south=north east=west west=east northern=southern
        southern=northern eastern=western western=eastern always=never majority=minority
        """
    )
    private static let portuguese = WordList.table(
        """
        mais=menos menos=mais maior=menor menor=maior maiores=menores menores=maiores melhor=pior pior=melhor
        primeiro=último primeira=última antes=depois depois=antes aumentou=diminuiu diminuiu=aumentou aumenta=diminui
        diminui=aumenta norte=sul sul=norte leste=oeste oeste=leste sempre=nunca maioria=minoria superior=inferior
        inferior=superior
        """
    )
}
