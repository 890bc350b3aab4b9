/// A part of a document that is retrieved as one.
public struct Chunk: Sendable, Hashable {
    /// The id of the document it belongs to.
    public var document: String
    /// Its text; for Markdown with the headings above it.
    public var text: String
    /// Where it stands in the document's text, in Unicode scalars.
    public var range: Range<Int>

    /// Joins the facts of a chunk.
    public init(document: String, text: String, range: Range<Int>) {
        self.document = document
        self.text = text
        self.range = range
    }
}

/// A chunk that a retriever found.
public struct RetrievedChunk: Sendable, Hashable {
    /// The chunk's number in the index.
    public var index: Int
    /// How well it matches; higher is better, comparable within one query and one retriever.
    public var score: Double

    /// Joins number and score.
    public init(index: Int, score: Double) {
        self.index = index
        self.score = score
    }
}

/// Finds the chunks that match a query.
public protocol Retriever: Sendable {
    /// The best chunks for a query, best first; of equal scores, the lowest number comes first.
    ///
    /// - Parameters:
    ///   - query: the question as asked.
    ///   - count: the most chunks wanted.
    /// - Throws: `FielError` where a model cannot be run or the index is damaged.
    func retrieve(_ query: String, top count: Int) async throws(FielError) -> [RetrievedChunk]
}
