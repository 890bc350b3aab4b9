/// The help pages, made from the declarations.
enum HelpText {
    /// The page of the whole program.
    static func program(_ commands: [CommandSpec], width: Int) -> String {
        let rows = commands.map { (([$0.name] + operands(of: $0)).joined(separator: " "), $0.summary) }
        return """
            fiel: is the answer faithful to its sources?

            Usage: fiel COMMAND [ARGUMENTS]

            Commands:
            \(columns(rows, width: width))

            Options:
            \(columns([("--version", "Print the version"), ("--help", "Print this page; after a command, that command's")], width: width))

            \(examples(commands.compactMap(\.examples.first)))
            Exit codes: 0 done · 1 a gate does not hold · 2 usage or configuration error · 3 some input lines could not be used · 70 internal error

            """
    }

    /// The page of one command.
    static func command(_ spec: CommandSpec, width: Int) -> String {
        let usage = (["fiel", spec.name] + operands(of: spec) + (spec.options.isEmpty ? [] : ["[OPTIONS]"])).joined(
            separator: " "
        )
        let summary = TextLayout.wrap(spec.summary, width: width).joined(separator: "\n")
        var page = "\(summary)\n\nUsage: \(usage)\n"
        if !spec.operands.isEmpty {
            page += "\nArguments:\n" + columns(spec.operands.map { ($0.name, $0.help) }, width: width) + "\n"
        }
        let options = spec.options.map { ($0.usage, optionHelp($0)) } + [("--help", "Print this page")]
        page += "\nOptions:\n" + columns(options, width: width) + "\n"
        for note in spec.notes { page += "\n" + TextLayout.wrap(note, width: width).joined(separator: "\n") + "\n" }
        return page + "\n" + examples(spec.examples)
    }

    private static func operands(of spec: CommandSpec) -> [String] {
        spec.operands.map { $0.isOptional ? "[\($0.name)]" : $0.name }
    }

    private static func optionHelp(_ option: CommandSpec.Option) -> String {
        option.help + (option.choices.isEmpty ? "" : ": " + option.choices.joined(separator: ", "))
    }

    private static func examples(_ examples: [CommandSpec.Example]) -> String {
        guard !examples.isEmpty else { return "" }
        return "Examples:\n" + examples.map { "  # \($0.purpose)\n  \($0.line)\n" }.joined()
    }

    /// Names to the left, wrapped descriptions to the right.
    private static func columns(_ rows: [(String, String)], width: Int) -> String {
        let left = min(30, rows.map { $0.0.count }.max() ?? 0) + 4
        return rows.map { name, help in
            let lines = TextLayout.wrap(help, width: max(24, width - left))
            let first = TextLayout.padded("  " + name, to: left)
            let isTooWide = name.count + 4 > left
            let head = isTooWide ? "  \(name)\n" + String(repeating: " ", count: left) : first
            return head + lines.joined(separator: "\n" + String(repeating: " ", count: left))
        }.joined(separator: "\n")
    }
}
