import FielCore
import FielSuite
import Foundation

/// Results and reports for tests.
enum ReportSamples {
    /// Results of the given lines.
    static func results(_ lines: [String], path: String = "results.jsonl") throws -> RecordedResults {
        try RecordedResults(MemorySource(lines.joined(separator: "\n").utf8, name: path))
    }

    /// A line with the given values; nil for a sample that abstained.
    static func line(
        _ id: String,
        _ values: [String: Double?],
        configuration: String? = nil,
        verdicts: [Verdict] = []
    ) -> String {
        let metrics = values.sorted { $0.key < $1.key }.map { name, value in
            value.map { "\"\(name)\":{\"status\":\"scored\",\"value\":\($0),\"version\":1}" }
                ?? "\"\(name)\":{\"status\":\"abstained\",\"version\":1}"
        }
        let claims = verdicts.map { "{\"text\":\"A claim.\",\"range\":[0,8],\"verdict\":\"\($0.rawValue)\"}" }
        return "{\"id\":\"\(id)\"," + (configuration.map { "\"configuration\":\"\($0)\"," } ?? "")
            + "\"metrics\":{\(metrics.joined(separator: ","))},\"answer\":\"A claim.\",\"contexts\":[],"
            + "\"claims\":[\(claims.joined(separator: ","))]}"
    }

    /// The line for input that could not be scored.
    static let failure = "{\"id\":\"bad\",\"error\":{\"code\":\"malformedInput\",\"message\":\"no answer\",\"line\":7}}"

    /// Every kind of file that a report is written to, by its name: html, junit, sarif, markdown, csv.
    static func files(_ data: ReportData) throws -> [String: String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func path(_ name: String) -> String { folder.appending(path: name).path }
        let files = ReportFiles(
            html: path("html"),
            junit: path("junit"),
            sarif: path("sarif"),
            markdown: path("markdown"),
            csv: path("csv")
        )
        try files.check()
        try files.write(data)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try String(contentsOfFile: path($0), encoding: .utf8)) }
        )
    }
}
