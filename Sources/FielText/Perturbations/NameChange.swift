import FielCore

/// Exchanges a name for one of another sample that stood behind the same word.
enum NameChange {
    /// Possible edits, in random order.
    static func edits(
        _ scene: ClaimScene,
        _ passages: PassageFacts,
        _ names: [DonorName],
        using random: inout SeededGenerator
    ) -> [TextEdit] {
        let own = scene.mentions.filter { $0.kind == .name && passages.facts.holds($0) && isSingle($0, scene) }
        return random.shuffled(own).flatMap { mention -> [TextEdit] in
            guard let shape = NameShape(mention, words: scene.words, in: scene.answer) else { return [] }
            let fitting = names.filter { $0.before == shape.before && $0.wordCount == shape.wordCount }
            return random.shuffled(fitting).prefix(32).map { TextEdit(mention.range, $0.text) }
        }
    }

    /// Whether the last word of a name stands in the claim only once.
    private static func isSingle(_ mention: FactMention, _ scene: ClaimScene) -> Bool {
        guard let last = scene.words.last(where: { $0.range.upperBound <= mention.range.upperBound }) else {
            return false
        }
        return scene.words.count { $0.key == last.key } == 1
    }
}
