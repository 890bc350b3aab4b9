import FielCore

extension PieceTrie {
    /// All pieces of a vocabulary but those whose ids are named and those that are empty; of two equal ones the later.
    init(pieces: [String], except excluded: Set<Int32> = []) throws(FielError) {
        self.init()
        for (id, piece) in pieces.enumerated() where !piece.isEmpty && !excluded.contains(Int32(id)) {
            try insert(Array(piece.utf8), id)
        }
    }

    /// All pieces of a byte-level vocabulary by the bytes that they stand for.
    init(bytePieces pieces: [String], except excluded: Set<Int32>) throws(FielError) {
        self.init()
        for (id, piece) in pieces.enumerated() where !piece.isEmpty && !excluded.contains(Int32(id)) {
            if let bytes = ByteAlphabet.bytes(of: piece) { try insert(bytes, id) }
        }
    }

    private mutating func insert(_ bytes: [UInt8], _ id: Int) throws(FielError) {
        guard let id = Int32(exactly: id), insert(bytes, under: Self.wordStart, id: id) else {
            throw FielError(.malformedModel, "the vocabulary is too large at token \(id)")
        }
    }

    /// The id of a piece.
    func id(of piece: some Sequence<UInt8>) -> Int32? {
        node(of: piece, from: Self.wordStart).flatMap(id(at:))
    }

    /// The node that bytes lead to.
    fileprivate func node(of bytes: some Sequence<UInt8>, from start: UInt32) -> UInt32? {
        var node = start
        for byte in bytes {
            guard let next = child(of: node, byte) else { return nil }
            node = next
        }
        return node
    }

    fileprivate func id(at node: UInt32) -> Int32? {
        let id = piece(at: node)
        return id < 0 ? nil : id
    }

    /// The same pieces but those whose ids are named.
    fileprivate func removing(_ excluded: Set<Int32>, of pieces: [String]) -> PieceTrie {
        var copy = self
        for id in excluded where pieces.indices.contains(Int(id)) && self.id(of: pieces[Int(id)].utf8) == id {
            _ = copy.insert(pieces[Int(id)].utf8, under: Self.wordStart, id: -1)
        }
        return copy
    }
}

/// What decides how a merge model is made from a vocabulary, beside its merges.
struct MergeOptions {
    var ignoresMerges = false
    var unknown: Int32?
    var fusesUnknown = false
    var hasByteFallback = false
    /// The tokens that no text may be spelled with.
    var special: Set<Int32> = []
}

extension MergeModel {
    /// Byte-pair encoding over bytes.
    ///
    /// Vocabularies may lack bytes that their training text lacked, without a token for the unknown: SmolLM's does. As in
    /// the peer, such bytes are left out.
    init(bytePieces pieces: [String], merges: [(String, String)], _ options: MergeOptions) throws(FielError) {
        let names = try PieceTrie(pieces: pieces)
        let bytes = try PieceTrie(bytePieces: pieces, except: options.special)
        let symbols = (UInt8(0)...255).map { bytes.id(of: [$0]) }
        self.init(
            pieces: bytes,
            symbols: .bytes(symbols),
            table: try MergeTable(merges, names, options.special),
            ignoresMerges: options.ignoresMerges,
            byteTokens: nil,
            unknown: options.unknown,
            fusesUnknown: options.fusesUnknown
        )
    }

    /// Byte-pair encoding over characters.
    init(pieces: [String], merges: [(String, String)], _ options: MergeOptions) throws(FielError) {
        let names = try PieceTrie(pieces: pieces)
        self.init(pieces: pieces, table: try MergeTable(merges, names, options.special), names, options)
    }

    /// SentencePiece's byte-pair encoding: of neighbours that together are a piece, those with the best score merge first.
    init(pieces: [String], scores: [Float], mergeable: Set<Int32>, _ options: MergeOptions) throws(FielError) {
        let names = try PieceTrie(pieces: pieces)
        let table = MergeTable(pieces, scores, mergeable, names)
        self.init(pieces: pieces, table: table, names, options)
    }

    private init(
        pieces: [String],
        table: MergeTable,
        _ names: PieceTrie,
        _ options: MergeOptions
    ) {
        let byteTokens = options.hasByteFallback ? ByteFallback.tokens(names) : nil
        self.init(
            pieces: names.removing(options.special, of: pieces),
            symbols: .characters,
            table: table,
            ignoresMerges: options.ignoresMerges,
            byteTokens: byteTokens,
            unknown: options.unknown,
            fusesUnknown: options.fusesUnknown
        )
    }
}

extension ByteFallback {
    /// The token of each byte.
    static func tokens(_ names: PieceTrie) -> [Int32?] {
        (UInt8(0)...255).map { names.id(of: piece(of: $0).utf8) }
    }
}

extension MergeTable {
    /// The merges of a list, the first of which go first; none makes a special token.
    fileprivate init(_ merges: [(String, String)], _ names: PieceTrie, _ special: Set<Int32>) throws(FielError) {
        self.init(capacity: merges.count)
        for (rank, (left, right)) in merges.enumerated() {
            guard let node = names.node(of: left.utf8, from: PieceTrie.wordStart), let leftID = names.id(at: node),
                let rightID = names.id(of: right.utf8),
                let id = names.node(of: right.utf8, from: node).flatMap(names.id(at:)), let rank = UInt32(exactly: rank)
            else {
                throw FielError(
                    .malformedModel,
                    "merge \(rank) (\"\(left)\" and \"\(right)\") is not of the vocabulary"
                )
            }
            if !special.contains(id) { insert(leftID, rightID, Merge(rank: rank, id: id)) }
        }
    }

    /// All ways to make a piece of two others, ranked by its score.
    fileprivate init(_ pieces: [String], _ scores: [Float], _ mergeable: Set<Int32>, _ names: PieceTrie) {
        var ranks: [Float: UInt32] = [:]
        for score in Set(scores).sorted(by: >) { ranks[score] = UInt32(truncatingIfNeeded: ranks.count) }
        var found: [(Int32, Int32, Merge)] = []
        for (id, piece) in pieces.enumerated() where mergeable.contains(Int32(id)) {
            let bytes = Array(piece.utf8)
            guard names.id(of: bytes) == Int32(id), let rank = ranks[scores[id]] else { continue }
            for cut in bytes.indices.dropFirst() where bytes[cut] & 0xC0 != 0x80 {
                guard let left = names.id(of: bytes[..<cut]), let right = names.id(of: bytes[cut...]),
                    mergeable.contains(left), mergeable.contains(right)
                else { continue }
                found.append((left, right, Merge(rank: rank, id: Int32(id))))
            }
        }
        self.init(capacity: found.count)
        for (left, right, merge) in found { insert(left, right, merge) }
    }
}
