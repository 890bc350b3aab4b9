public import FielCore

extension WordPieceTokenizer {
    /// Makes a tokenizer from a `vocab.txt`: one piece a line, white space at its end ignored.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, lines ended by LF or CR LF. An empty line is a piece that no word uses.
    ///   - options: How text is normalized and split, and the names of the special tokens.
    /// - Throws: `FielError` with code `malformedModel` where a line is not UTF-8 or a special token is missing.
    public init(vocabularyText bytes: [UInt8], options: WordPieceOptions = .init()) throws(FielError) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var vocabulary: [String] = []
        vocabulary.reserveCapacity(lines.count)
        for line in lines {
            guard let piece = String(validating: line, as: UTF8.self) else {
                throw FielError(.malformedModel, "line \(vocabulary.count + 1) of the vocabulary is not UTF-8")
            }
            vocabulary.append(Self.trimmingEnd(piece))
        }
        try self.init(vocabulary: vocabulary, options: options)
    }

    private static func trimmingEnd(_ line: String) -> String {
        var scalars = line.unicodeScalars[...]
        while let last = scalars.last, BertUnicode.shared.properties(of: last.value).contains(.whitespace) {
            scalars.removeLast()
        }
        return String(scalars)
    }

    /// Makes a tokenizer from a vocabulary in the "phantom space" form of GGUF files.
    ///
    /// There a piece that starts a word begins with U+2581, and one that continues a word is bare. Special tokens,
    /// and pieces in square brackets, are bare as well.
    ///
    /// - Parameters:
    ///   - vocabulary: The pieces in the order of their ids.
    ///   - options: How text is normalized and split, and the names of the special tokens.
    /// - Throws: As for a vocabulary in the form of Hugging Face.
    public init(phantomSpaceVocabulary vocabulary: [String], options: WordPieceOptions = .init()) throws(FielError) {
        try self.init(vocabulary: Self.continuationForm(of: vocabulary, options: options), options: options)
    }

    /// Turns a vocabulary from the "phantom space" form of GGUF files into the form of Hugging Face.
    public static func continuationForm(of vocabulary: [String], options: WordPieceOptions = .init()) -> [String] {
        let special = Set(options.specialTokens.map { Array($0.utf8) })
        return vocabulary.map { piece in
            let bytes = Array(piece.utf8)
            if bytes.starts(with: phantomSpace), bytes.count > phantomSpace.count {
                return String(decoding: bytes.dropFirst(phantomSpace.count), as: UTF8.self)
            }
            let isBracketed =
                bytes.count > 2 && bytes.first == UInt8(ascii: "[") && bytes.last == UInt8(ascii: "]")
            return isBracketed || bytes.isEmpty || special.contains(bytes) ? piece : "##" + piece
        }
    }

    private static let phantomSpace = Array("\u{2581}".utf8)
}
