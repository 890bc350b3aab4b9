public import FielCore

/// A text with placeholders, such as `Question: {question}`; `{{` and `}}` stand for braces.
public struct PromptTemplate: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case words(String)
        case placeholder(String)
    }

    private let pieces: [Piece]

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - source: the template as written.
    ///   - name: what it is called, for messages.
    ///   - placeholders: the names that may stand in it; each must stand in it at least once.
    ///   - optional: further names that may stand in it.
    /// - Throws: `FielError` with code `invalidArgument` where a name is unknown or missing, or a brace is alone.
    public init(
        _ source: String,
        name: String,
        placeholders: [String],
        optional: [String] = []
    ) throws(FielError) {
        pieces = try Self.parse(source, name)
        let known = placeholders + optional
        let list = known.map { "{\($0)}" }.joined(separator: ", ")
        var found: Set<String> = []
        for case .placeholder(let placeholder) in pieces {
            guard known.contains(placeholder) else {
                let nearest = NearestName.find(placeholder, among: known)
                throw FielError(
                    .invalidArgument,
                    "the \(name) template has the placeholder {\(placeholder)}, expected one of \(list)",
                    hint: nearest.map { "did you mean {\($0)}?" } ?? "write {{ and }} for braces"
                )
            }
            found.insert(placeholder)
        }
        if let missing = placeholders.first(where: { !found.contains($0) }) {
            throw FielError(.invalidArgument, "the \(name) template lacks the placeholder {\(missing)}")
        }
    }

    /// The template with values in the places of its placeholders; a name without a value leaves its place empty.
    public func fill(_ values: [String: [PromptPart]]) -> [PromptPart] { fill(values, until: nil).parts }

    /// The filled template, and how many of the parts stand before the end of the first place of a placeholder.
    func fill(_ values: [String: [PromptPart]], until marked: String?) -> (parts: [PromptPart], head: Int) {
        var parts: [PromptPart] = []
        var head: Int?
        for piece in pieces {
            switch piece {
            case .words(let words): parts.append(.template(words))
            case .placeholder(let name):
                parts += values[name] ?? []
                if name == marked { head = head ?? parts.count }
            }
        }
        return (parts, head ?? 0)
    }

    private static func parse(_ source: String, _ name: String) throws(FielError) -> [Piece] {
        var pieces: [Piece] = []
        var words = ""
        var rest = source.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if (scalar == "{" || scalar == "}") && rest.first == scalar {
                words.unicodeScalars.append(scalar)
                rest.removeFirst()
            } else if scalar == "{", let end = rest.firstIndex(of: "}") {
                if !words.isEmpty { pieces.append(.words(words)) }
                words = ""
                pieces.append(.placeholder(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            } else if scalar == "{" || scalar == "}" {
                throw FielError(
                    .invalidArgument,
                    "the \(name) template has a lone \(scalar)",
                    hint: "write \(scalar)\(scalar) for a brace"
                )
            } else {
                words.unicodeScalars.append(scalar)
            }
        }
        if !words.isEmpty { pieces.append(.words(words)) }
        return pieces
    }
}
