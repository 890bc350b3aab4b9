public import FielCore

/// The tokenizer of BERT: gives exactly the ids and offsets of Hugging Face `tokenizers`, for any text.
///
/// Text is taken scalar by scalar; canonically equivalent texts are different texts. Time is linear in the length of
/// the text; memory beyond the result is linear in its longest run of combining marks.
public struct WordPieceTokenizer: Sendable {
    /// The token before the first text, as an id.
    public let classificationToken: Int32
    /// The token after each text, as an id.
    public let separatorToken: Int32
    /// The token for words that the vocabulary cannot spell, as an id.
    public let unknownToken: Int32
    /// The token that fills a batch, as an id.
    public let paddingToken: Int32
    /// How text is normalized and split.
    public var options: WordPieceOptions { model.options }

    private let model: WordPieceModel

    /// Makes a tokenizer from a vocabulary in the form of Hugging Face.
    ///
    /// - Parameters:
    ///   - vocabulary: The pieces in the order of their ids; those that continue a word begin with `##`. Of two equal
    ///     pieces the later one is used, as in the peer.
    ///   - options: How text is normalized and split, and the names of the special tokens.
    /// - Throws: `FielError` with code `malformedModel` where a special token other than the mask is missing or the
    ///   vocabulary is too large, `invalidArgument` where the maximum word length is negative.
    public init(vocabulary: [String], options: WordPieceOptions = .init()) throws(FielError) {
        try self.init(vocabulary: vocabulary, options: options, recognized: nil)
    }

    /// - Parameter recognized: The names that stand for tokens inside a text; `nil` for those of the options.
    init(
        vocabulary: [String],
        options: WordPieceOptions,
        recognized: [(name: String, id: Int32)]?
    ) throws(FielError) {
        guard options.maximumWordLength >= 0 else {
            throw FielError(.invalidArgument, "the maximum word length is \(options.maximumWordLength), below 0")
        }
        let trie = try PieceTrie(vocabulary: vocabulary)
        classificationToken = try trie.specialToken(options.classificationToken, "classification")
        separatorToken = try trie.specialToken(options.separatorToken, "separator")
        unknownToken = try trie.specialToken(options.unknownToken, "unknown")
        paddingToken = try trie.specialToken(options.paddingToken, "padding")
        for (name, id) in recognized ?? [] where trie.id(of: name) != id {
            throw FielError(.unsupported, "the added token \"\(name)\" is not in the vocabulary under its id \(id)")
        }
        let names = recognized ?? options.specialTokens.compactMap { name in trie.id(of: name).map { (name, $0) } }
        let special = SpecialTokens(options.recognizesSpecialTokens ? names : [])
        model = WordPieceModel(
            vocabulary: vocabulary,
            trie: trie,
            unknown: unknownToken,
            special: special,
            options: options
        )
    }

    private init(_ other: WordPieceTokenizer, model: WordPieceModel) {
        classificationToken = other.classificationToken
        separatorToken = other.separatorToken
        unknownToken = other.unknownToken
        paddingToken = other.paddingToken
        self.model = model
    }

    /// The same tokenizer, to which the name of a special token inside a text is plain text.
    ///
    /// A judge reads texts with it, so that no text can end itself or start another by naming a separator.
    public var takingNamesAsText: WordPieceTokenizer {
        var options = options
        options.recognizesSpecialTokens = false
        let plain = WordPieceModel(
            vocabulary: model.vocabulary,
            trie: model.trie,
            unknown: unknownToken,
            special: SpecialTokens([]),
            options: options
        )
        return WordPieceTokenizer(self, model: plain)
    }

    /// The number of ids.
    public var vocabularySize: Int { model.vocabulary.count }

    /// The token of an id, as in the vocabulary; `nil` where there is none.
    public func token(_ id: Int32) -> String? {
        model.vocabulary.indices.contains(Int(id)) ? model.vocabulary[Int(id)] : nil
    }

    /// The tokens of a text, without any around it; type ids are 0.
    public func tokens(_ text: String) -> Encoding {
        let sink = scan(text, into: EncodingSink())
        return Encoding(ids: sink.ids, typeIDs: [Int32](repeating: 0, count: sink.count), offsets: sink.offsets)
    }

    /// The number of tokens of a text, without any around it.
    public func count(_ text: String) -> Int {
        scan(text, into: CountingSink()).count
    }

    private func scan<Sink: TokenSink>(_ text: String, into sink: Sink) -> Sink {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = WordScanner(model, into: sink)
            scanner.scan(bytes)
            return scanner.sink
        }
    }
}

extension PieceTrie {
    fileprivate static let continuationPrefix = Array("##".utf8)

    fileprivate init(vocabulary: [String]) throws(FielError) {
        self.init()
        for (id, piece) in vocabulary.enumerated() {
            let (bytes, root) = Self.split(piece)
            guard let id = Int32(exactly: id), insert(bytes, under: root, id: id) else {
                throw FielError(.malformedModel, "the vocabulary is too large at token \(id)")
            }
        }
    }

    private static func split(_ piece: String) -> (Substring.UTF8View, UInt32) {
        let continues = piece.utf8.starts(with: continuationPrefix)
        let bytes = piece.utf8.dropFirst(continues ? continuationPrefix.count : 0)
        return (bytes, continues ? continuation : wordStart)
    }

    fileprivate func id(of piece: String) -> Int32? {
        var (bytes, node) = Self.split(piece)
        while let byte = bytes.popFirst() {
            guard let next = child(of: node, byte) else { return nil }
            node = next
        }
        let id = self.piece(at: node)
        return id < 0 ? nil : id
    }

    fileprivate func specialToken(_ name: String, _ role: String) throws(FielError) -> Int32 {
        guard let id = id(of: name) else {
            throw FielError(.malformedModel, "the vocabulary lacks the \(role) token \"\(name)\"")
        }
        return id
    }
}
