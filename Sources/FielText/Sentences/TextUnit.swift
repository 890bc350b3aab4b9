/// A unit of a text's layout, or a sentence of one.
package struct TextUnit: Sendable, Hashable {
    /// What the layout says of a unit.
    package enum Kind: Sendable, Hashable {
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

    package var kind: Kind
    /// Its place, in scalars of the text.
    package var range: Range<Int>
}
