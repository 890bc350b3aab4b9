import FielCore
import FielGeneration
import FielSuite

/// The passages that an answer is generated from.
enum PassageFile {
    /// The bytes of a file at most; passages beyond a model's context are of no use.
    private static let mostBytes = 64 << 20

    /// Reads passages, with their retriever's scores where there are some.
    ///
    /// A `.jsonl` file has one `{"text", "score"}` a line. Of any other file each paragraph is a passage.
    ///
    /// - Throws: `FielError` that names the file, the line and the field.
    static func read(_ path: String, _ console: Console) throws(FielError) -> [(text: String, score: Double?)] {
        let passages =
            path.hasSuffix(".jsonl")
            ? try records(console.readAll(path, atMost: mostBytes), path)
            : paragraphs(try console.readText(path, atMost: mostBytes))
        guard !passages.isEmpty else {
            throw FielError(.invalidArgument, "has no passage", at: .init(file: path))
        }
        return passages
    }

    /// The passages of several files, and their prior: by the scores, or the same for all where there is none.
    static func retrieval(
        _ paths: [String],
        temperature: Double,
        _ console: Console
    ) throws(FielError) -> RetrievedPassages {
        var passages: [(text: String, score: Double?)] = []
        for path in paths { passages += try read(path, console) }
        let scores = passages.compactMap(\.score)
        guard scores.isEmpty || scores.count == passages.count else {
            throw FielError(
                .invalidArgument,
                "\(scores.count) of \(passages.count) passages have a score, expected all or none"
            )
        }
        return RetrievedPassages(
            passages.map(\.text),
            prior: try PassagePrior(
                scores: scores.isEmpty ? passages.map { _ in 0 } : scores,
                temperature: temperature
            )
        )
    }

    private static func records(_ bytes: [UInt8], _ path: String) throws(FielError) -> [(text: String, score: Double?)]
    {
        var passages: [(String, Double?)] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
            func wrong(_ message: String) -> FielError {
                FielError(.invalidArgument, message, at: .init(file: path, line: index + 1))
            }
            let value: JSONValue
            do { value = try JSONValue(parsing: line) } catch { throw wrong(error.message) }
            guard let members = value.object, let text = members["text"]?.string else {
                throw wrong("has no \"text\" that is a string")
            }
            let score = members["score"]
            guard score == nil || score == .null || score?.number != nil else {
                throw wrong("score is \(score?.kind ?? ""), expected a number")
            }
            passages.append((text, score?.number))
        }
        return passages
    }

    /// Runs of lines with a blank line between.
    private static func paragraphs(_ text: String) -> [(text: String, score: Double?)] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.split { $0.allSatisfy(\.isWhitespace) }.map { ($0.joined(separator: "\n"), nil) }
    }
}

extension Console {
    /// The text of a file, or of standard input for `-`.
    ///
    /// - Throws: `FielError` where it cannot be read, is longer than `limit` bytes or not UTF-8.
    func readText(_ path: String, atMost limit: Int) throws(FielError) -> String {
        let bytes = try readAll(path, atMost: limit)
        do {
            return try String(utf8: bytes)
        } catch {
            throw error.located(at: .init(file: path))
        }
    }

    /// All bytes of a file, or of standard input for `-`.
    ///
    /// - Throws: `FielError` where it cannot be read or is longer than `limit`.
    func readAll(_ path: String, atMost limit: Int) throws(FielError) -> [UInt8] {
        let source = try open(path)
        var bytes: [UInt8] = []
        while true {
            let part = try source.read(atMost: 1 << 16)
            guard !part.isEmpty else { return bytes }
            bytes += part
            guard bytes.count <= limit else {
                throw FielError(.invalidArgument, "is longer than \(limit) bytes", at: .init(file: path))
            }
        }
    }
}
