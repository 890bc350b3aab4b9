/// Text of data inside Markdown.
enum MarkdownText {
    /// The text on one line, in which nothing means markup, an HTML tag, a link, or a mention of a person or an issue.
    ///
    /// - Parameter limit: the most Unicode scalars of the text that are kept.
    static func escaped(_ text: String, limit: Int = 400) -> String {
        let scalars = text.unicodeScalars
        var result = ""
        for scalar in scalars.prefix(limit) {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // An address is made a link by its colon or its dots; an entity or an escape is neither.
            case ":": result += "&#58;"
            // A mention is looked for in the finished page, where an escape is gone; a space of no width is not.
            case "@", "#": result += "\\\(scalar)&#8203;"
            case "\\", "`", "*", "_", "[", "]", "(", ")", "|", "!", "~", ".", "$": result += "\\\(scalar)"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: result += " "
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return scalars.count > limit ? result + "…" : result
    }
}
