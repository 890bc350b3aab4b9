/// What a tokenizer knows: pieces, special tokens and the tables of its normalizer.
final class WordPieceModel: Sendable {
    let vocabulary: [String]
    let trie: PieceTrie
    let unknown: Int32
    let special: SpecialTokens
    let options: WordPieceOptions
    let ascii: ASCIITable
    let unicode = BertUnicode.shared

    init(vocabulary: [String], trie: PieceTrie, unknown: Int32, special: SpecialTokens, options: WordPieceOptions) {
        self.vocabulary = vocabulary
        self.trie = trie
        self.unknown = unknown
        self.special = special
        self.options = options
        ascii = ASCIITable(options, unicode)
    }

    /// Spells a word with the longest piece that fits, again and again; a word that cannot be spelled to its end is
    /// one unknown token.
    func spell(_ word: WordBuffer, into sink: inout some TokenSink) {
        guard !word.isTooLong else { return sink.append(unknown, at: word.extent) }
        let before = sink.count
        var start = 0
        while start < word.bytes.count {
            let root = start == 0 ? PieceTrie.wordStart : PieceTrie.continuation
            guard let piece = trie.longestPiece(of: word.bytes, from: start, under: root) else {
                sink.truncate(to: before)
                return sink.append(unknown, at: word.extent)
            }
            sink.append(piece.id, at: word.sources[start]..<word.sources[piece.end - 1] + 1)
            start = piece.end
        }
    }
}
