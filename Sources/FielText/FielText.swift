// FielText: what the metrics need to know about text before any model reads it, for English and Portuguese.
//
// Sentences, claims, abstentions, facts that can be compared, shared words, and what a question asks for.
// Every offset is a half-open range in Unicode scalars of the given text: a Character may join scalars (a carriage
// return and its line feed, a letter and its accents), and other languages that read Fiel's results count scalars.
// Nothing here is learned and nothing depends on the platform: scanners over arrays of scalars, and word lists.

/// A stretch of a text.
public struct TextSpan: Sendable, Hashable {
    /// The stretch as it stands.
    public var text: String
    /// Its place, in Unicode scalars of the whole text.
    public var range: Range<Int>

    /// Names a stretch.
    public init(text: String, range: Range<Int>) {
        self.text = text
        self.range = range
    }
}
