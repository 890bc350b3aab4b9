public import FielCore

/// A tokenizer in the parts that GGUF files keep under `tokenizer.ggml`.
public struct TokenizerParts: Sendable {
    /// `model`: `gpt2` for byte-level BPE, `llama` for SentencePiece's BPE, `t5` for SentencePiece's Unigram.
    public var model: String
    /// `pre`: which pattern cuts text into words, for byte-level BPE.
    public var preTokenizer: String?
    /// `tokens`, by id.
    public var tokens: [String]
    /// `scores`, one a token, for SentencePiece's BPE and Unigram.
    public var scores: [Float]?
    /// `token_type`, one a token: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.
    public var types: [Int]?
    /// `merges`, two pieces with a space between, for byte-level BPE.
    public var merges: [String]?
    /// `precompiled_charsmap`, for Unigram: what stands for which characters.
    public var charactersMap: [UInt8]?
    /// `add_space_prefix`; `nil` where the file does not say.
    public var addsSpacePrefix: Bool?
    /// `unknown_token_id`.
    public var unknownToken: Int32?
    /// The other ids that the file names, such as `bos_token_id` and `eos_token_id`: special whatever their type.
    public var specialTokens: [Int32] = []

    /// Makes parts of a model's name and its tokens, to be completed one by one.
    public init(model: String, tokens: [String]) {
        self.model = model
        self.tokens = tokens
    }
}

extension SubwordTokenizer {
    /// Makes a tokenizer from parts.
    ///
    /// Text is cut and normalized as by the `tokenizer.json` of the models that name the pre-tokenizer: for `qwen2` that
    /// includes Normalization Form C. Unigram cuts at white space first, as XLM-R does.
    ///
    /// - Throws: `FielError` with code `unsupported` for another model or pre-tokenizer, `malformedModel` where parts are
    ///   missing or contradict each other.
    public init(_ parts: TokenizerParts) throws(FielError) {
        if let types = parts.types, types.count != parts.tokens.count {
            throw FielError(.malformedModel, "there are \(types.count) token types for \(parts.tokens.count) tokens")
        }
        if let unknown = parts.unknownToken, !parts.tokens.indices.contains(Int(unknown)) {
            throw FielError(.malformedModel, "the unknown token is \(unknown), not one of \(parts.tokens.count) tokens")
        }
        switch parts.model {
        case "gpt2": try self.init(byteLevel: parts)
        case "llama": try self.init(sentencePiece: parts)
        case "t5": try self.init(unigram: parts)
        default:
            throw FielError(
                .unsupported,
                "the tokenizer model is \"\(parts.model)\", not \"gpt2\", \"llama\" or \"t5\""
            )
        }
    }

    private init(byteLevel parts: TokenizerParts) throws(FielError) {
        var subword = SubwordParts(pieces: parts.tokens, added: parts.added, alphabet: .bytes)
        var options = MergeOptions(special: Set(subword.added.filter(\.isSpecial).map(\.id)))
        switch parts.preTokenizer {
        case "gpt-2": subword.cutters = [.pattern(.gpt2)]
        case "smollm", "starcoder": subword.cutters = [.digits, .pattern(.gpt2)]
        case "llama-bpe", "llama3", "llama-v3":
            subword.cutters = [.pattern(.llama3)]
            options.ignoresMerges = true
        case "qwen2":
            subword.cutters = [.pattern(.qwen2)]
            subword.normalizers = [.composition]
        case let other:
            throw FielError(
                .unsupported,
                "the pre-tokenizer is \"\(other ?? "")\", not one of gpt-2, smollm, starcoder, llama-bpe and qwen2"
            )
        }
        let speller = try MergeModel(bytePieces: parts.tokens, merges: try parts.pairs(), options)
        self.init(SubwordModel(subword, speller: .merges(speller)))
    }

    private init(unigram parts: TokenizerParts) throws(FielError) {
        let scores = try parts.checkedScores()
        guard let unknown = parts.unknownToken else {
            throw FielError(.malformedModel, "the tokenizer has no unknown token")
        }
        var subword = SubwordParts(pieces: parts.tokens, added: parts.added, alphabet: .characters)
        if let map = parts.charactersMap, !map.isEmpty { subword.normalizers = [.characters(try CharacterMap(map))] }
        let prefix: Metaspace.Prefix = parts.addsSpacePrefix ?? true ? .always : .never
        subword.metaspace = Metaspace(prefix: prefix, cuts: true, cutsAtWhitespace: true)
        let special = Set(subword.added.filter(\.isSpecial).map(\.id))
        let speller = UnigramModel(
            pieces: try PieceTrie(pieces: parts.tokens, except: special),
            scores: scores.map(Double.init),
            unknown: unknown,
            byteTokens: nil
        )
        self.init(SubwordModel(subword, speller: .unigram(speller)))
    }

    private init(sentencePiece parts: TokenizerParts) throws(FielError) {
        let scores = try parts.checkedScores()
        var subword = SubwordParts(pieces: parts.tokens, added: parts.added, alphabet: .characters)
        if parts.addsSpacePrefix ?? true { subword.normalizers.append(.prefix(Metaspace.mark)) }
        subword.normalizers.append(.replacement(of: " ", with: Metaspace.mark))
        let options = MergeOptions(
            unknown: parts.unknownToken ?? parts.tokens.indices.first { parts.type($0) == .unknown }.map(Int32.init),
            fusesUnknown: false,
            hasByteFallback: true,
            special: Set(subword.added.filter(\.isSpecial).map(\.id))
        )
        let mergeable = parts.tokens.indices.filter { [.normal, .userDefined].contains(parts.type($0)) }.map(Int32.init)
        let speller = try MergeModel(
            pieces: parts.tokens,
            scores: scores,
            mergeable: Set(mergeable).subtracting(options.special),
            options
        )
        self.init(SubwordModel(subword, speller: .merges(speller)))
    }
}

extension TokenizerParts {
    fileprivate enum Kind: Int {
        case normal = 1
        case unknown, control, userDefined, unused, byte
    }

    fileprivate func type(_ id: Int) -> Kind { types.flatMap { Kind(rawValue: $0[id]) } ?? .normal }

    /// The tokens whose names are looked for in templates.
    fileprivate var added: [AddedToken] {
        let named = Set(specialTokens + (unknownToken.map { [$0] } ?? []))
        return tokens.indices.compactMap { id in
            let kind = type(id)
            let isSpecial = [.control, .unknown].contains(kind) || named.contains(Int32(id))
            guard isSpecial || kind == .userDefined, !tokens[id].isEmpty else { return nil }
            return AddedToken(name: tokens[id], id: Int32(id), isSpecial: isSpecial)
        }
    }

    fileprivate func checkedScores() throws(FielError) -> [Float] {
        guard let scores, scores.count == tokens.count, !scores.contains(where: \.isNaN) else {
            throw FielError(.malformedModel, "the tokenizer has not one score for each of \(tokens.count) tokens")
        }
        return scores
    }

    fileprivate func pairs() throws(FielError) -> [(String, String)] {
        guard let merges else { throw FielError(.malformedModel, "the tokenizer has no merges") }
        var pairs: [(String, String)] = []
        pairs.reserveCapacity(merges.count)
        for merge in merges { pairs.append(try Self.pair(merge)) }
        return pairs
    }

    /// The two pieces of a merge; the first is at least one byte, which may be a space itself.
    static func pair(_ merge: String) throws(FielError) -> (String, String) {
        let bytes = merge.utf8
        guard let space = bytes.dropFirst().firstIndex(of: UInt8(ascii: " ")) else {
            throw FielError(.malformedModel, "the merge \"\(merge)\" is not two pieces with a space between")
        }
        return (String(merge[..<space]), String(merge[bytes.index(after: space)...]))
    }
}
