import FielCore
import FielSuite
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Report formats") struct ReportFormatTests {
    private static let sample = """
        {"id":"q1","metrics":{"groundedness":{"status":"scored","value":0.25,"version":1},"hallucination":{"status":"scored",\
        "value":0.75,"version":1}},"question":"When?","answer":"It opened in 1936. It is red.","reference":"1937","contexts":\
        [{"relevance":0.9,"text":"It opened in 1937."}],"claims":[{"text":"It opened in 1936.","range":[0,18],"verdict":\
        "contradicted","support":0.1,"contradiction":0.9,"evidence":{"context":0,"range":[0,18]},"findings":["1936 stands in \
        no context"]},{"text":"It is red.","range":[19,29],"verdict":"unsupported","support":0.4}]}
        """
    private static let lines = [
        sample, ReportSamples.line("q2", ["groundedness": nil, "hallucination": nil]), ReportSamples.failure,
    ]

    private func data(_ gates: [String] = [], _ lines: [String] = lines, dataset: DatasetLines? = nil) throws
        -> ReportData
    {
        ReportData(
            results: [try ReportSamples.results(lines)],
            gates: try gates.map { try Gate(parsing: $0) },
            dataset: dataset
        )
    }

    @Test("CSV has a row a sample and reads back as it was written")
    func csv() throws {
        let text = try #require(try ReportSamples.files(try data())["csv"])
        var reader = try DatasetReader(MemorySource(text.utf8, name: "report.csv"))
        let first = try #require(try reader.next()?.sample.get())
        #expect(first.id == "q1" && first.answer == "It opened in 1936. It is red." && first.reference == "1937")
        #expect(first.metadata["groundedness"] == .string("0.25"))
        #expect(first.metadata["faulty_claims"] == .string("It opened in 1936.\nIt is red."))
        #expect(try reader.next()?.sample.get().metadata["groundedness_status"] == .string("abstained"))
        #expect(try reader.next() == nil)
    }

    @Test("JUnit has a case for each gate, sample and bad line, and its counts are those of its elements")
    func junit() throws {
        let gates = ["groundedness.min >= 0.5", "samples == 2"]
        let text = try #require(try ReportSamples.files(try data(gates))["junit"])
        let tree = try ElementTree(text)
        #expect(tree.names("testsuite") == ["all answers", "input"])
        #expect(tree.names("testcase") == ["groundedness.min >= 0.5", "samples == 2", "q1", "q2", "bad"])
        #expect(tree.count("failure") == 2 && tree.count("error") == 1 && tree.count("skipped") == 1)
        let root = try #require(tree.elements.first)
        #expect(
            root.attributes["tests"] == "5" && root.attributes["failures"] == "2" && root.attributes["errors"] == "1"
        )
        let failures = tree.elements.filter { $0.name == "failure" }.compactMap { $0.attributes["message"] }
        #expect(failures == ["groundedness.min is 0.250, expected >= 0.5", "groundedness.min >= 0.5"])
    }

    @Test("SARIF has a result for each claim at fault, which points at the line of the data set where it is known")
    func sarif() throws {
        var dataset = DatasetLines(path: "my data/answers.jsonl")
        dataset.add("q1", line: 12)
        for (lines, uri, line) in [
            (dataset as DatasetLines?, "my%20data/answers.jsonl", 12), (nil, "results.jsonl", 1),
        ] {
            let text = try #require(try ReportSamples.files(try data(dataset: lines))["sarif"])
            let log = try JSONValue(parsing: text.utf8)
            let run = try #require(log["runs"]?.array?.first)
            let results = try #require(run["results"]?.array)
            #expect(log["version"] == .string("2.1.0") && run["columnKind"] == .string("unicodeCodePoints"))
            #expect(results.map { $0["ruleId"]?.string } == ["contradicted", "unsupported"])
            #expect(results.map { $0["level"]?.string } == ["error", "warning"])
            let place = try #require(results[0]["locations"]?.array?.first?["physicalLocation"])
            #expect(place["artifactLocation"]?["uri"]?.string == uri)
            #expect(place["region"]?["startLine"]?.number == Double(line))
            let prints = results.compactMap { $0["partialFingerprints"]?["fielClaim/v1"]?.string }
            #expect(Set(prints).count == 2 && prints.allSatisfy { $0.count == 32 })
            #expect(results[0]["message"]?["text"]?.string?.contains("Context 1: \"It opened in 1937.\"") == true)
            let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
            #expect(rules.map { $0["id"]?.string } == ["contradicted", "unsupported"])
            #expect(run["invocations"]?.array?.first?["executionSuccessful"] == .bool(false))
        }
    }

    @Test("a claim's fingerprint stays when other samples come before it")
    func fingerprints() throws {
        func prints(_ lines: [String]) throws -> [String] {
            let text = try #require(try ReportSamples.files(try data([], lines))["sarif"])
            let results = try JSONValue(parsing: text.utf8)["runs"]?.array?.first?["results"]?.array ?? []
            return results.compactMap { $0["partialFingerprints"]?["fielClaim/v1"]?.string }
        }
        let moved = [ReportSamples.line("new", ["groundedness": 0.1])] + Self.lines
        #expect(try prints(moved) == prints(Self.lines))
        let twice = Self.sample.replacing("It is red.\",\"range\"", with: "It opened in 1936.\",\"range\"")
            .replacing("unsupported", with: "contradicted")
        #expect(Set(try prints([twice])).count == 2)
    }

    @Test("Markdown shows the gates, the metrics, and the worst answers folded away")
    func markdown() throws {
        let text = MarkdownReport(try data(["hallucination.mean <= 0.5"])).text
        #expect(
            text == """
                ## ❌ Fiel: 1 of 1 gate fails

                2 answers, 2 claims (1 contradicted, 1 unsupported)

                ⚠️ 1 line of input could not be scored

                | | gate | configuration | found |
                | --- | --- | --- | --- |
                | ❌ **fails** | hallucination\\.mean &lt;= 0\\.5 |  | hallucination\\.mean is 0\\.750, expected &lt;= 0\\.5 |

                | metric | mean | 95 % interval | median | n | not scored |
                | --- | ---: | ---: | ---: | ---: | --- |
                | groundedness | 0.250 | – | 0.250 | 1 | 1 abstained |
                | hallucination | 0.750 | – | 0.750 | 1 | 1 abstained |

                <details><summary>Least faithful answers (1)</summary>

                - **q1**: groundedness 0.25, hallucination 0.75
                  - Q: When?
                  - ❌ contradicted: It opened in 1936\\.
                    - context 1: “It opened in 1937\\.”
                  - ❓ unsupported: It is red\\.

                </details>

                """
        )
    }

    @Test("Markdown stays short enough for a comment, however much there is to say")
    func shortMarkdown() throws {
        let claim = String(repeating: "&", count: 3000)
        let lines = (0..<40).map { number in
            Self.sample.replacing("\"q1\"", with: "\"q\(number)\",\"configuration\":\"c\(number % 8)\"")
                .replacing("It opened in 1936.\",\"range\"", with: "\(claim)\",\"range\"")
                .replacing("When?", with: claim)
        }
        #expect(MarkdownReport(try data([], lines)).text.utf8.count < 65_536)
    }

    @Test("annotations point at the samples, and are commands that the runner can read back")
    func annotations() throws {
        let text = GitHubAnnotations(try data(["[a,b:c%0A] samples > 1"])).text
        #expect(
            text == """
                ::error title=Gate fails::[a,b:c%250A] no result has the configuration "a,b:c%250A"
                ::error title=Input could not be scored::line 7: no answer
                ::warning file=results.jsonl,line=1,title=Not faithful%3A q1::contradicted: It opened in 1936.%0Aunsupported: It is red.

                """
        )
    }

    @Test("the page names its script and style by their digests and everything else is forbidden")
    func page() throws {
        let text = try #require(try ReportSamples.files(try data())["html"])
        #expect(text.contains("default-src 'none'; style-src 'sha256-") && text.contains("; script-src 'sha256-"))
        #expect(!text.contains("unsafe-inline") && !text.contains("{{") && !text.contains(" onclick="))
        #expect(!text.contains("http://") || !text.contains("src=\"http"))
        let embedded = try PageText(text).data
        #expect(embedded["rows"]?.array?.count == 2 && embedded["texts"]?.array == [.string("It opened in 1937.")])
        #expect(embedded["failures"]?.array?.first?["line"] == .number(7))
    }

    @Test("labels make a calibration curve: the mean distance of predicted and observed")
    func calibration() throws {
        let lines = [(0.15, 0), (0.15, 1), (0.95, 1), (1.0, 1)].enumerated().map { place, pair in
            ReportSamples.line("s\(place)", ["hallucination": pair.0]).dropLast()
                + ",\"metadata\":{\"hallucinated\":\(pair.1)}}"
        }
        let page = try PageText(try #require(try ReportSamples.files(try data([], lines.map(String.init)))["html"]))
        let curve = try #require(page.data["calibration"]?.array?.first)
        // (2 · |0.15 − 0.5| + 2 · |0.975 − 1|) / 4
        #expect(abs(try #require(curve["error"]?.number) - 0.1875) < 1e-12)
        #expect(curve["bins"]?.array?.map { $0["n"]?.number } == [2, 2])
    }

    @Test("a report does not replace what it is made of, by whatever path it is named")
    func samePath() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let results = folder.appending(path: "results.jsonl").path
        try "kept".write(toFile: results, atomically: true, encoding: .utf8)
        #expect(throws: FielError.self) {
            try ReportFiles(csv: folder.path + "/./results.jsonl").check(keeping: [results])
        }
        #expect(try String(contentsOfFile: results, encoding: .utf8) == "kept")
    }

    @Test("a report that cannot be written is found before any work")
    func unwritable() throws {
        for files in [
            ReportFiles(html: "/nonexistent/a.html"), ReportFiles(html: "/tmp"), ReportFiles(csv: "/dev/null"),
            ReportFiles(html: "/tmp/fiel-same", csv: "/tmp/fiel-same"),
        ] {
            #expect(throws: FielError.self) { try files.check() }
        }
    }
}

extension JSONValue {
    /// The member of an object.
    subscript(name: String) -> JSONValue? { object?[name] }
}

/// A page taken apart.
struct PageText {
    /// What stands in the element that holds the data.
    let data: JSONValue
    /// Everything before and after that element's contents.
    let frame: String

    init(_ text: String) throws {
        let parts = text.components(separatedBy: "id=\"data\">")
        try #require(parts.count == 2)
        let sides = parts[1].components(separatedBy: "</script>")
        data = try JSONValue(parsing: sides[0].utf8)
        frame = parts[0] + sides.dropFirst().joined(separator: "</script>")
    }
}

/// The elements of an XML document in order.
final class ElementTree: NSObject, XMLParserDelegate {
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    private(set) var text = ""

    init(_ document: String) throws {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        try #require(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "not well-formed")")
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func count(_ name: String) -> Int { elements.count { $0.name == name } }
    func names(_ element: String) -> [String] {
        elements.filter { $0.name == element }.map { $0.attributes["name"] ?? "" }
    }
}
