import FielCore
import FielModels

/// `fiel models`: the models that come with Fiel and those that it fetches.
enum ModelsCommand: Command {
    static let spec = CommandSpec(
        name: "models",
        summary: "List, fetch and check models, or tell what is known of one",
        operands: [
            .init(
                name: "list|info|pull|verify",
                choices: ["list", "info", "pull", "verify"],
                help: "list names them; info prints the facts and the card; pull fetches one; verify compares its "
                    + "digests with those that are known"
            ),
            .init(
                name: "NAME",
                isOptional: true,
                help:
                    "A model: a name of the list, hf:OWNER/NAME[@REVISION][/FILE], ollama:NAME[:TAG], or a path; with info, "
                    + "those that come with Fiel unless given"
            ),
        ],
        options: [.json],
        notes: [
            "Models are kept in $FIEL_CACHE, else in fiel below $XDG_CACHE_HOME or ~/.cache. HF_ENDPOINT and HF_TOKEN say "
                + "where hf: models come from; OLLAMA_MODELS says where Ollama keeps its own."
        ],
        examples: [
            .init(line: "fiel models list", purpose: "See which models there are"),
            .init(line: "fiel models info nli", purpose: "Read how the classifier was made and how good it is"),
            .init(line: "fiel models pull smollm2", purpose: "Fetch the default generator"),
            .init(line: "fiel models verify smollm2", purpose: "Check that its file is as it was published"),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let verb = arguments.operands[0]
        let name = arguments.operands.dropFirst().first
        let store = ModelStore(environment: console.environment)
        switch (verb, name) {
        case ("list", let name?):
            throw FielError(.invalidArgument, "list takes no name", hint: "write fiel models info \(name)")
        case ("pull", let name?), ("verify", let name?):
            let path = verb == "pull" ? try await pull(name, store, console) : try store.resolve(name)
            let files = verb == "verify" ? try store.verify(name) : nil
            try console.write(arguments.has("--json") ? json(name, path, files) : report(path, files))
        case ("pull", nil), ("verify", nil):
            throw FielError(.invalidArgument, "NAME is missing", hint: "see fiel models list")
        default:
            try show(cards(verb, name, store, models), verb, arguments, console)
        }
        return .success
    }

    /// Fetches a model under a bar that tells how far it has come.
    private static func pull(_ name: String, _ store: ModelStore, _ console: Console) async throws(FielError) -> String
    {
        let bar = DownloadBar(console)
        defer { bar.clear() }
        return try await store.pull(name) { done, total in bar.update(done, total) }
    }

    /// The cards to show: those that come with Fiel, and after them, in the list, those of the store.
    private static func cards(
        _ verb: String,
        _ name: String?,
        _ store: ModelStore,
        _ models: any ModelLoader
    ) throws(FielError) -> [ModelCard] {
        let known = try models.models()
        let others = store.list().filter { entry in !known.contains { $0.name == entry.reference } }
        guard let name else { return verb == "list" ? known + others.map(card) : known }
        if let card = known.first(where: { $0.name == name }) { return [card] }
        if let entry = others.first(where: { $0.reference == name }) { return [card(entry)] }
        guard name.contains(where: { ":/.".contains($0) }) else {
            throw Arguments.unknown(name, among: known.map(\.name) + others.map(\.reference), of: "models")
        }
        return [card(try store.info(name))]
    }

    private static func card(_ entry: ModelStore.Entry) -> ModelCard {
        var facts: [(name: String, value: String)] = []
        if !entry.summary.isEmpty { facts.append(("task", entry.summary)) }
        if let size = entry.size { facts.append(("size", DownloadBar.megabytes(size))) }
        facts.append(("path", entry.path ?? "not fetched: fiel models pull \(entry.reference)"))
        return ModelCard(name: entry.reference, facts: facts, text: "")
    }

    private static func show(
        _ cards: [ModelCard],
        _ verb: String,
        _ arguments: Arguments,
        _ console: Console
    ) throws(FielError) {
        if arguments.has("--json") {
            for card in cards { try console.write(json(card)) }
        } else {
            let isList = verb == "list"
            try console.write(
                cards.map { isList ? line($0) : page($0, console.style) }.joined(separator: isList ? "" : "\n")
            )
        }
    }

    private static func report(_ path: String, _ files: Int?) -> String {
        guard let files else { return "\(path)\n" }
        let verdict = files == 0 ? "no digest is known of it" : "\(files) file\(files == 1 ? "" : "s") as published"
        return "\(path): \(verdict)\n"
    }

    private static func json(_ name: String, _ path: String, _ files: Int?) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("name", name)
            json.member("path", path)
            if let files {
                json.member("verified_files", files)
            }
        }
        return json.text + "\n"
    }

    private static func line(_ card: ModelCard) -> String {
        let facts = card.facts.filter { ["task", "architecture", "size", "path"].contains($0.name) }
        return TextLayout.padded(card.name, to: 7) + " " + facts.map(\.value).joined(separator: "  ") + "\n"
    }

    private static func page(_ card: ModelCard, _ style: Style) -> String {
        let width = (card.facts.map(\.name.count).max() ?? 0) + 2
        let facts = card.facts.map { "  \(TextLayout.padded($0.name, to: width))\($0.value)\n" }.joined()
        return style.bold(card.name) + "\n" + facts + (card.text.isEmpty ? "" : "\n\(card.text)\n")
    }

    private static func json(_ card: ModelCard) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("name", card.name)
            for fact in card.facts {
                json.key(fact.name)
                json.value(fact.value)
            }
        }
        return json.text + "\n"
    }
}
