/// A text that is cut into chunks to be retrieved.
public struct Document: Sendable, Hashable {
    /// Its name, unique in its index.
    public var id: String
    /// What stands above every chunk of it; nil where it has none.
    public var title: String?
    /// Its text.
    public var text: String
    /// Whether lines that begin with `#` are headings.
    public var isMarkdown: Bool

    /// Joins the parts of a document.
    public init(id: String, title: String? = nil, text: String, isMarkdown: Bool = false) {
        self.id = id
        self.title = title
        self.text = text
        self.isMarkdown = isMarkdown
    }
}
