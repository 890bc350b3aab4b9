import FielCore
import FielSuite

/// How the passages that were found are printed.
struct RetrievalFormat {
    private enum Kind: String {
        case text
        case jsonl
        case trec
        case none
    }

    /// Whether the user asked for the passages to be printed.
    let isAsked: Bool
    private let kind: Kind
    private let foldsDocuments: Bool
    private let console: Console

    /// - Parameter measures: whether figures are printed, so that passages are only where they were asked for.
    init(_ arguments: Arguments, _ console: Console, measures: Bool) {
        let asked = arguments.value("--format").flatMap(Kind.init)
        isAsked = asked != nil
        kind = asked ?? (measures ? .none : console.outputIsTerminal && !arguments.has("--json") ? .text : .jsonl)
        foldsDocuments = arguments.has("--documents") || measures
        self.console = console
    }

    /// Prints what was found for a question.
    func write(_ passages: [FoundPassage], for query: RetrievalQuery) throws(FielError) {
        switch kind {
        case .none: return
        case .text: try console.write(text(passages, query))
        case .jsonl:
            for (place, passage) in passages.enumerated() { try console.write(line(passage, place + 1, query)) }
        case .trec:
            for (place, passage) in passages.enumerated() {
                let name = foldsDocuments ? passage.chunk.document : "\(passage.chunk.document)#\(passage.index)"
                let fields = [query.id, "Q0", name, String(place + 1), String(passage.score), "fiel"]
                if let wrong = fields.first(where: { $0.isEmpty || $0.contains(where: \.isWhitespace) }) {
                    throw FielError(
                        .invalidArgument,
                        "\"\(wrong)\" cannot stand in a TREC run, which is cut at white space",
                        hint: "use --format jsonl"
                    )
                }
                try console.write(fields.joined(separator: " ") + "\n")
            }
        }
    }

    private func line(_ passage: FoundPassage, _ rank: Int, _ query: RetrievalQuery) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("query", query.id)
            json.member("rank", rank)
            json.member("document", passage.chunk.document)
            json.member("chunk", passage.index)
            json.member("score", passage.score)
            json.key("range")
            json.value(passage.chunk.range)
            json.member("text", passage.chunk.text)
        }
        return json.text + "\n"
    }

    private func text(_ passages: [FoundPassage], _ query: RetrievalQuery) -> String {
        var lines = [console.style.bold(TextLayout.shortened(query.text, to: console.width))]
        if passages.isEmpty { lines.append("nothing was found") }
        for (place, passage) in passages.enumerated() {
            let score = DecimalText.fixed(passage.score)
            lines.append(
                TextLayout.aligned(String(place + 1), to: 3) + "  \(score)  "
                    + TextLayout.shortened(passage.chunk.document, to: console.width - 20)
            )
            let words = TextLayout.shortened(passage.chunk.text, to: 2 * (console.width - 12))
            lines += TextLayout.wrap(words, width: console.width - 12).map { console.style.dim("            " + $0) }
        }
        return lines.joined(separator: "\n") + "\n\n"
    }
}
