/// A unit of a text's layout, or a sentence of one.
struct TextUnit: Sendable, Hashable {
    /// What the layout says of a unit.
    enum Kind: Sendable, Hashable {
        /// A sentence of running text.
        case sentence
        /// A sentence of a list item; the marker stands before it.
        case listItem
        /// A heading, or the header of a table.
        case heading
        /// A row of a table.
        case tableRow
        /// Fenced code, fences included.
        case code
    }

    var kind: Kind
    /// Its place, in scalars of the text.
    var range: Range<Int>
}
