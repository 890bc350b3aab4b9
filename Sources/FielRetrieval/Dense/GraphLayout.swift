/// The sections of a graph; all words are 32-bit little-endian.
enum GraphLayout {
    static let version = 1
    /// Version, nodes, maximum links (M), efConstruction, entry, seed in two words.
    static let header = "graph.header"
    static let headerWords = 7
    /// A row a node: the number of its links on the bottom layer, and places for 2 M of them.
    static let bottom = "graph.bottom"
    /// A word a node and one past the last: its first row in `upper`; it has as many rows as layers above the bottom.
    static let starts = "graph.starts"
    /// Rows as in `bottom`, with M places each, from the second layer up.
    static let upper = "graph.upper"

    /// Above this a node's rows would not be worth their room.
    static let highestLinks = 512
    /// A layer above the bottom is 1/M as full as the one below, so that no graph reaches this.
    static let highestLayer = 64
}
