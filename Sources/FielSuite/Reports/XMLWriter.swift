/// Writes XML 1.0 with its elements indented.
struct XMLWriter {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// Writes an element, with text or with elements inside it.
    mutating func element(
        _ name: String,
        _ attributes: [(String, String)] = [],
        text content: String? = nil,
        _ children: ((inout XMLWriter) -> Void)? = nil
    ) {
        let indent = String(repeating: "  ", count: depth)
        let pairs = attributes.map { " \($0)=\"\(Self.attribute($1))\"" }.joined()
        text += "\(indent)<\(name)\(pairs)"
        if let content {
            text += ">\(Self.escaped(content))</\(name)>\n"
        } else if let children {
            text += ">\n"
            depth += 1
            children(&self)
            depth -= 1
            text += "\(indent)</\(name)>\n"
        } else {
            text += "/>\n"
        }
    }

    /// A parser makes spaces of line breaks in attributes, so they are made spaces here.
    private static func attribute(_ text: String) -> String {
        escaped(ReportText.line(text)).replacing("\"", with: "&quot;")
    }

    /// The text without markup and without the characters that XML 1.0 cannot hold.
    private static func escaped(_ text: String) -> String {
        ReportText.inert(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
