public import FielCore

/// A run: for each query what was found, as in the lines `query Q0 document rank score tag`.
public struct TRECRun: Sendable, Hashable {
    /// The documents of each query, by the query's id, in the order of the lines.
    public var queries: [String: [ScoredDocument]] = [:]

    /// An empty run.
    public init() {}

    /// Reads a run; the ranks are ignored, as `trec_eval` does.
    ///
    /// - Throws: `FielError` with code `malformedInput` and the line for a wrong number of fields, a score that is no
    ///   finite number, or a document given twice for a query.
    public init(parsing text: String, file: String) throws(FielError) {
        var seen: Set<[String]> = []
        for (number, fields) in TRECLines.fields(of: text) {
            let place = FielError.Location(file: file, line: number)
            guard fields.count == 6 else { throw TRECLines.miscounted(fields.count, expected: 6, at: place) }
            guard let score = Double(fields[4]), score.isFinite else {
                throw FielError(.malformedInput, "score '\(fields[4])', expected a number", at: place)
            }
            guard seen.insert([fields[0], fields[2]]).inserted else {
                throw FielError(.malformedInput, "document '\(fields[2])' twice for query '\(fields[0])'", at: place)
            }
            queries[fields[0], default: []].append(ScoredDocument(document: fields[2], score: score))
        }
    }

    /// The run as text: queries by id, documents in the order in which `RankingMetrics` ranks them.
    public func text(tag: String) -> String {
        queries.sorted { $0.key < $1.key }.map { query, documents in
            documents.sorted(by: ScoredDocument.precedes).enumerated().map {
                "\(query) Q0 \($1.document) \($0 + 1) \($1.score) \(tag)\n"
            }.joined()
        }.joined()
    }
}

/// Judgements of relevance, as in the lines `query 0 document judgement`.
public struct TRECJudgements: Sendable, Hashable {
    /// The judgements of each query's documents, by ids.
    public var queries: [String: [String: Int]] = [:]

    /// No judgements.
    public init() {}

    /// Reads a qrels file.
    ///
    /// - Throws: `FielError` with code `malformedInput` and the line for a wrong number of fields, a judgement that is
    ///   no whole number, or a document judged twice for a query.
    public init(parsing text: String, file: String) throws(FielError) {
        for (number, fields) in TRECLines.fields(of: text) {
            let place = FielError.Location(file: file, line: number)
            guard fields.count == 4 else { throw TRECLines.miscounted(fields.count, expected: 4, at: place) }
            guard let judgement = Int32(fields[3]) else {
                throw FielError(.malformedInput, "judgement '\(fields[3])', expected a whole number", at: place)
            }
            guard queries[fields[0], default: [:]].updateValue(Int(judgement), forKey: fields[2]) == nil else {
                throw FielError(
                    .malformedInput,
                    "document '\(fields[2])' judged twice for query '\(fields[0])'",
                    at: place
                )
            }
        }
    }

    /// The judgements as text, sorted by ids.
    public var text: String {
        queries.sorted { $0.key < $1.key }.map { query, documents in
            documents.sorted { $0.key < $1.key }.map { "\(query) 0 \($0) \($1)\n" }.joined()
        }.joined()
    }
}

/// The lines of a TREC file that are not blank.
private enum TRECLines {
    static func fields(of text: String) -> [(line: Int, fields: [String])] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            let fields = $1.split(whereSeparator: \.isWhitespace).map(String.init)
            return fields.isEmpty ? nil : ($0 + 1, fields)
        }
    }

    static func miscounted(_ count: Int, expected: Int, at place: FielError.Location) -> FielError {
        FielError(.malformedInput, "\(count) fields, expected \(expected)", at: place)
    }
}
