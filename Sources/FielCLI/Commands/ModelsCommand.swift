import FielCore

/// `fiel models`: the models that come with Fiel.
enum ModelsCommand: Command {
    static let spec = CommandSpec(
        name: "models",
        summary: "List the models that come with Fiel, or tell what is known of one",
        operands: [
            .init(
                name: "list|info",
                choices: ["list", "info"],
                help: "list names them; info prints the facts and the card"
            ),
            .init(name: "NAME", isOptional: true, help: "With info, one model; all of them unless given"),
        ],
        options: [.json],
        examples: [
            .init(line: "fiel models list", purpose: "See which models there are"),
            .init(line: "fiel models info nli", purpose: "Read how the classifier was made and how good it is"),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let isList = arguments.operands[0] == "list"
        var cards = try models.models()
        if let name = arguments.operands.dropFirst().first {
            guard !isList else {
                throw FielError(.invalidArgument, "list takes no name", hint: "write fiel models info \(name)")
            }
            guard let card = cards.first(where: { $0.name == name }) else {
                throw Arguments.unknown(name, among: cards.map(\.name), of: "models")
            }
            cards = [card]
        }
        if arguments.has("--json") {
            for card in cards { try console.write(json(card)) }
        } else {
            try console.write(
                cards.map { isList ? line($0) : page($0, console.style) }.joined(separator: isList ? "" : "\n")
            )
        }
        return .success
    }

    private static func line(_ card: ModelCard) -> String {
        let facts = card.facts.filter { ["task", "architecture", "size", "path"].contains($0.name) }
        return TextLayout.padded(card.name, to: 8) + facts.map(\.value).joined(separator: "  ") + "\n"
    }

    private static func page(_ card: ModelCard, _ style: Style) -> String {
        let width = (card.facts.map(\.name.count).max() ?? 0) + 2
        let facts = card.facts.map { "  \(TextLayout.padded($0.name, to: width))\($0.value)\n" }.joined()
        return style.bold(card.name) + "\n" + facts + (card.text.isEmpty ? "" : "\n\(card.text)\n")
    }

    private static func json(_ card: ModelCard) -> String {
        var json = JSONWriter()
        json.object { json in
            json.key("name")
            json.value(card.name)
            for fact in card.facts {
                json.key(fact.name)
                json.value(fact.value)
            }
        }
        return json.text + "\n"
    }
}
