public import FielCore

extension SubwordTokenizer {
    /// Makes a tokenizer from a `tokenizer.json` of Hugging Face.
    ///
    /// The model must be BPE (byte-level, or of characters) or Unigram; normalizers and pre-tokenizers those of GPT-2,
    /// SmolLM, Llama, Qwen, Gemma, T5 and XLM-R. Truncation, padding and post-processing are not applied.
    ///
    /// - Parameter bytes: The file.
    /// - Throws: `FielError` with code `malformedModel` where the file breaks its format, `unsupported` with the part that
    ///   is not known where it describes another tokenizer.
    public init(tokenizerJSON bytes: [UInt8]) throws(FielError) {
        let file = SubwordTokenizerFile(try OrderedJSON(parsing: bytes))
        self.init(try file.subwordModel())
    }
}

/// The parts of a `tokenizer.json` of a subword tokenizer, checked one by one.
struct SubwordTokenizerFile {
    private let root: OrderedJSON
    private let model: OrderedJSON

    init(_ root: OrderedJSON) {
        self.root = root
        model = root["model"] ?? .null
    }

    func subwordModel() throws(FielError) -> SubwordModel {
        let added = try addedTokens()
        let cuts = try PreTokenizerSteps(root["pre_tokenizer"] ?? .null)
        var parts = SubwordParts(pieces: [], added: added, alphabet: cuts.isByteLevel ? .bytes : .characters)
        parts.normalizers = try normalizers(root["normalizer"] ?? .null)
        parts.cutters = cuts.cutters
        parts.metaspace = cuts.metaspace
        switch model["type"]?.string {
        case "BPE":
            let pieces = try bpePieces()
            parts.pieces = try Self.merging(added, into: pieces)
            return SubwordModel(parts, speller: .merges(try merges(pieces, parts)))
        case "Unigram":
            guard !cuts.isByteLevel else { throw unsupported("Unigram over bytes") }
            let (pieces, scores) = try unigramPieces()
            parts.pieces = try Self.merging(added, into: pieces)
            return SubwordModel(parts, speller: .unigram(try unigram(pieces, scores, parts)))
        default: throw unsupported("model.type is \(model["type"] ?? .null)")
        }
    }

    // MARK: Vocabulary

    private func bpePieces() throws(FielError) -> [String] {
        guard case .object(let members)? = model["vocab"] else {
            throw FielError(.malformedModel, "model.vocab of the tokenizer is not an object")
        }
        var pieces: [String] = []
        for member in members {
            // A few ids may be left to added tokens.
            guard let id = member.value.integer, id >= 0, id < 2 * members.count + 1024 else {
                throw FielError(.malformedModel, "model.vocab has an id that is out of range: \(member.value)")
            }
            if id >= pieces.count { pieces.append(contentsOf: repeatElement("", count: id + 1 - pieces.count)) }
            guard pieces[id].isEmpty else { throw FielError(.malformedModel, "model.vocab has the id \(id) twice") }
            pieces[id] = member.name
        }
        return pieces
    }

    private func unigramPieces() throws(FielError) -> ([String], [Double]) {
        var pieces: [String] = []
        var scores: [Double] = []
        for entry in model["vocab"]?.array ?? [] {
            guard let piece = entry[0]?.string, case .number(let score)? = entry[1] else {
                throw FielError(.malformedModel, "model.vocab has an entry that is not a piece and its score")
            }
            pieces.append(piece)
            scores.append(score)
        }
        return (pieces, scores)
    }

    private func addedTokens() throws(FielError) -> [AddedToken] {
        var tokens: [AddedToken] = []
        for entry in root["added_tokens"]?.array ?? [] {
            guard let name = entry["content"]?.string, let id = entry["id"]?.integer, let id = Int32(exactly: id) else {
                throw FielError(.malformedModel, "an entry of added_tokens has no content or no proper id")
            }
            guard entry["single_word"] != .bool(true) else { throw unsupported("single_word is true for \"\(name)\"") }
            var token = AddedToken(name: name, id: id, isSpecial: entry["special"] == .bool(true))
            token.takesSpaceBefore = entry["lstrip"] == .bool(true)
            token.takesSpaceAfter = entry["rstrip"] == .bool(true)
            token.isNormalized = entry["normalized"] == .bool(true)
            if !name.isEmpty { tokens.append(token) }
        }
        return tokens
    }

    private static func merging(_ added: [AddedToken], into pieces: [String]) throws(FielError) -> [String] {
        var all = pieces
        for token in added {
            let id = Int(token.id)
            guard id >= 0, id < 2 * (pieces.count + added.count) + 1024 else {
                throw FielError(.malformedModel, "the added token \"\(token.name)\" has the id \(id), out of range")
            }
            if id >= all.count { all.append(contentsOf: repeatElement("", count: id + 1 - all.count)) }
            guard all[id].isEmpty || all[id].utf8.elementsEqual(token.name.utf8) else {
                throw FielError(.malformedModel, "the id \(id) is both \"\(all[id])\" and \"\(token.name)\"")
            }
            all[id] = token.name
        }
        return all
    }

    // MARK: Models

    private func merges(_ pieces: [String], _ parts: SubwordParts) throws(FielError) -> MergeModel {
        for field in ["continuing_subword_prefix", "end_of_word_suffix"] {
            guard [nil, .null, .string("")].contains(model[field]) else { throw unsupported("model.\(field) is set") }
        }
        guard [nil, .null, .number(0)].contains(model["dropout"]) else { throw unsupported("model.dropout is set") }
        var options = MergeOptions(special: Set(parts.added.filter(\.isSpecial).map(\.id)))
        options.ignoresMerges = model["ignore_merges"] == .bool(true)
        options.fusesUnknown = model["fuse_unk"] == .bool(true)
        options.hasByteFallback = model["byte_fallback"] == .bool(true)
        if let name = model["unk_token"]?.string {
            guard let id = pieces.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
                throw FielError(.malformedModel, "model.unk_token \"\(name)\" is not in the vocabulary")
            }
            options.unknown = Int32(id)
        }
        let merges = try pairs()
        switch parts.alphabet {
        case .bytes: return try MergeModel(bytePieces: pieces, merges: merges, options)
        case .characters: return try MergeModel(pieces: pieces, merges: merges, options)
        }
    }

    /// The merges, in either form in which files have them.
    private func pairs() throws(FielError) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for entry in model["merges"]?.array ?? [] {
            if let merge = entry.string {
                pairs.append(try TokenizerParts.pair(merge))
            } else if let left = entry[0]?.string, let right = entry[1]?.string {
                pairs.append((left, right))
            } else {
                throw FielError(.malformedModel, "model.merges has an entry that is not two pieces")
            }
        }
        return pairs
    }

    private func unigram(_ pieces: [String], _ scores: [Double], _ parts: SubwordParts) throws(FielError)
        -> UnigramModel
    {
        guard let unknown = model["unk_id"]?.integer, pieces.indices.contains(unknown) else {
            throw FielError(.malformedModel, "model.unk_id of the tokenizer is \(model["unk_id"] ?? .null)")
        }
        let byteTokens =
            model["byte_fallback"] == .bool(true) ? ByteFallback.tokens(try PieceTrie(pieces: pieces)) : nil
        return UnigramModel(
            pieces: try PieceTrie(pieces: pieces, except: Set(parts.added.filter(\.isSpecial).map(\.id))),
            scores: scores,
            unknown: Int32(unknown),
            byteTokens: byteTokens
        )
    }

    // MARK: Normalizers

    private func normalizers(_ node: OrderedJSON) throws(FielError) -> [TextNormalizer] {
        switch node["type"]?.string {
        case nil where node == .null: return []
        case "NFC": return [.composition]
        case "Prepend": return [.prefix(node["prepend"]?.string ?? "")]
        case "Strip":
            return [.strip(start: node["strip_left"] == .bool(true), end: node["strip_right"] == .bool(true))]
        case "Replace":
            guard let new = node["content"]?.string else { break }
            if let old = node["pattern"]?["String"]?.string { return [.replacement(of: old, with: new)] }
            if node["pattern"]?["Regex"]?.string == " {2,}" { return [.spaceRuns(with: new)] }
        case "Precompiled":
            guard let text = node["precompiled_charsmap"]?.string, let bytes = Base64.decode(text) else { break }
            return [.characters(try CharacterMap(bytes))]
        case "Sequence":
            var steps: [TextNormalizer] = []
            for step in node["normalizers"]?.array ?? [] { steps += try normalizers(step) }
            return steps
        default: break
        }
        throw unsupported("the normalizer is \(node)")
    }

    private func unsupported(_ finding: String) -> FielError {
        FielError(.unsupported, "the tokenizer is not one that Fiel knows: \(finding)")
    }
}
