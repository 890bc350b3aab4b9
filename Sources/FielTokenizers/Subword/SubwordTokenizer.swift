public import FielCore

/// The tokenizer of a generating model: byte-level BPE, character BPE with byte fallback, or Unigram.
///
/// For the same file it gives the ids and offsets of Hugging Face `tokenizers`, without what a post-processor adds or trims.
/// It differs on purpose in two cases. The names of special tokens stand for them only where the caller says so, and then
/// too no other text is spelled with such a token (in the peer, a Unigram vocabulary can). And white space that a token
/// takes up (`lstrip`, `rstrip`) belongs to no second token.
///
/// An added token that is not special (`<think>`, `<tool_call>`) is taken for text in data all the same: it steers a model
/// like the special ones. Only a token that is nothing but white space names nothing, and is found everywhere.
public struct SubwordTokenizer: Sendable {
    private let model: SubwordModel

    init(_ model: SubwordModel) { self.model = model }

    /// The number of ids, those without a token included.
    public var vocabularySize: Int { model.pieces.count }

    /// The ids of a prompt, exactly; nothing is added around it.
    ///
    /// The parts are one text: a word may go from one part into the next. The names of added tokens are found only where
    /// they lie in templates as wholes.
    public func tokens(of prompt: [PromptPart]) -> [Int32] {
        var text: [UInt8] = []
        var templates: [Range<Int>] = []
        for part in prompt {
            let start = text.count
            text.append(contentsOf: part.string.utf8)
            guard case .template = part else { continue }
            if let last = templates.last, last.upperBound == start {
                templates[templates.count - 1] = last.lowerBound..<text.count
            } else {
                templates.append(start..<text.count)
            }
        }
        return text.withUnsafeBufferPointer { scan($0, templates).map(\.id) }
    }

    /// The tokens of a text, without any around it; type ids are 0.
    ///
    /// A token's offset covers each character of which it holds a part.
    ///
    /// - Parameter recognizingSpecialTokens: Whether the names of added tokens in the text stand for them.
    public func encode(_ text: String, recognizingSpecialTokens: Bool) -> Encoding {
        var text = text
        return text.withUTF8 { bytes in
            let found = scan(bytes, recognizingSpecialTokens ? [0..<bytes.count] : [])
            var encoding = Encoding()
            var start = ScalarCounter(bytes)
            var end = ScalarCounter(bytes)
            for token in found {
                let offset = start.count(before: token.range.lowerBound)..<end.count(before: token.range.upperBound)
                encoding.append(token.id, typeID: 0, offset: offset)
            }
            return encoding
        }
    }

    private func scan(_ text: UnsafeBufferPointer<UInt8>, _ templates: [Range<Int>]) -> [SubwordScanner.Found] {
        var scanner = SubwordScanner(model, text, templates: templates)
        scanner.scan()
        return scanner.found
    }

    /// The bytes of text that a token stands for; none for a special token, or an id that has no token.
    ///
    /// One token may hold a part of a character only. A tokenizer that sets a space before text gives it back with the
    /// first token.
    public func bytes(of token: Int32) -> [UInt8] {
        guard let piece = name(of: token) else { return [] }
        if let added = model.added[token] { return added.isSpecial ? [] : Array(added.name.utf8) }
        switch model.alphabet {
        case .bytes: return ByteAlphabet.bytes(of: piece) ?? Array(piece.utf8)
        case .characters:
            if let byte = ByteFallback.byte(of: piece) { return [byte] }
            return piece.unicodeScalars.flatMap { $0 == "\u{2581}" ? [UInt8(ascii: " ")] : Array($0.utf8) }
        }
    }

    /// The id of an added token by its name, such as `<|im_end|>`.
    public func specialToken(named name: String) -> Int32? { model.added.id(named: name) }

    /// The token of an id as the vocabulary writes it; `nil` where there is none.
    public func name(of token: Int32) -> String? {
        guard model.pieces.indices.contains(Int(token)), !model.pieces[Int(token)].isEmpty else { return nil }
        return model.pieces[Int(token)]
    }
}

/// Counts the scalars before places of a text that mostly rise.
private struct ScalarCounter {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var scalars = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func count(before index: Int) -> Int {
        while place < index {
            if text[place] & 0xC0 != 0x80 { scalars += 1 }
            place += 1
        }
        while place > index {
            place -= 1
            if text[place] & 0xC0 != 0x80 { scalars -= 1 }
        }
        return scalars
    }
}
