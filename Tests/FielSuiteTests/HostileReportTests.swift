import FielCore
import FielSuite
import Foundation
import Testing

/// Data that tries to be markup, a formula, an order to a terminal or to a build server.
@Suite("Hostile data in reports") struct HostileReportTests {
    private static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</script><script>alert(2)</script>",
        "<!--<script>",
        "]]>", "=cmd|'/c calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", "\t=1+1", "\r=1", " =1+1", "\u{FF1D}1",
        "\u{1B}[31mred\u{1B}[0m",
        "\u{202E}desrever", "\u{2066}isolate", "nul\u{0}", "\u{FFFE}\u{FFFF}", "\u{2028}\u{2029}", "::error::pwned",
        "\n::stop-commands::x", "%0A::error::x", "[click](http://evil.example)", "{0} {{1}}", "| a | b |\n# h",
        "@team #123 `code`",
        "www.evil.example", "{{data}}", "&lt;b&gt;", "']\"; drop", "\u{1F469}\u{200D}\u{1F4BB}",
    ]

    private func data() throws -> ReportData {
        let lines = Self.attacks.enumerated().flatMap { place, attack -> [String] in
            var json = JSONWriter()
            json.object { json in
                json.member("id", attack)
                json.member("configuration", place % 2 == 0 ? attack : "plain")
                json.member("cluster", attack)
                json.key("metrics")
                json.object { json in
                    json.key(place == 0 ? attack : "hallucination")
                    json.object { json in
                        json.member("status", "scored")
                        json.member("value", 0.9)
                    }
                }
                for field in ["question", "answer", "reference"] { json.member(field, attack) }
                json.key("contexts")
                json.array { $0.object { $0.member("text", attack) } }
                json.key("claims")
                json.array { json in
                    json.object { json in
                        json.member("text", attack)
                        json.key("range")
                        json.value(0..<1_000_000)
                        json.member("verdict", "contradicted")
                        json.key("evidence")
                        json.object { json in
                            json.member("context", 0)
                            json.key("range")
                            json.value(0..<1_000_000)
                        }
                        json.key("findings")
                        json.array { $0.value(attack) }
                    }
                }
            }
            var failure = JSONWriter()
            failure.object { json in
                json.member("id", attack)
                json.key("error")
                json.object { $0.member("message", attack) }
            }
            return [json.text, failure.text]
        }
        let results = try ReportSamples.results(lines, path: "<b>\u{202E}.jsonl")
        let gates = try ["[<script>] samples > 1", "hallucination.max <= 0.5"].map { try Gate(parsing: $0) }
        return ReportData(results: [results], gates: gates)
    }

    /// Control characters and marks of direction, which no output may hold.
    private func isInert(_ text: String, besides allowed: Set<Unicode.Scalar> = ["\n"]) -> Bool {
        !text.unicodeScalars.contains { scalar in
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            let isDirection = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            return (isControl || isDirection) && !allowed.contains(scalar)
        }
    }

    @Test("the page holds no element and no script but its own")
    func page() throws {
        let text = try #require(try ReportSamples.files(try data())["html"])
        let page = try PageText(text)
        let clean = try PageText(try #require(try ReportSamples.files(ReportData(results: []))["html"]))
        #expect(page.frame == clean.frame)
        #expect(text.components(separatedBy: "<script").count == 3)
        let answers = page.data["rows"]?.array?.compactMap { $0["a"]?.string } ?? []
        #expect(answers.count == Self.attacks.count && answers.contains("</script><script>alert(2)</script>"))
        #expect(answers.allSatisfy { isInert($0, besides: ["\n", "\t"]) })
        // One scalar stands for one, so that the ranges of claims stay right.
        #expect(
            answers.map(\.unicodeScalars.count).reduce(0, +) == Self.attacks.map(\.unicodeScalars.count).reduce(0, +)
        )
    }

    @Test("no cell of the CSV is a formula")
    func csv() throws {
        let text = try #require(try ReportSamples.files(try data())["csv"])
        var reader = try DatasetReader(MemorySource(text.utf8, name: "report.csv"))
        var rows = 0
        while let entry = try reader.next() {
            let sample = try entry.sample.get()
            rows += 1
            let cells =
                [sample.id, sample.answer, sample.question ?? "", sample.reference ?? ""]
                + sample.metadata.values.compactMap(\.string)
            for cell in cells {
                let first = cell.trimmingCharacters(in: .whitespacesAndNewlines).unicodeScalars.first
                #expect(first.map { !"=+-@|\u{FF1D}".unicodeScalars.contains($0) } ?? true, "\(cell.debugDescription)")
                #expect(isInert(cell, besides: ["\n", "\t"]))
            }
        }
        #expect(rows == Self.attacks.count)
    }

    @Test("JUnit stays well-formed, and says what was there")
    func junit() throws {
        let text = try #require(try ReportSamples.files(try data())["junit"])
        let tree = try ElementTree(text)
        #expect(isInert(text, besides: ["\n", "\t"]) && !text.contains("<script") && !text.contains("]]>"))
        #expect(tree.names("testcase").contains("<script>alert(1)</script>"))
        #expect(Set(tree.elements.map(\.name)) == ["testsuites", "testsuite", "testcase", "failure", "error"])
    }

    @Test("SARIF holds no link and no placeholder, and its addresses are addresses")
    func sarif() throws {
        let text = try #require(try ReportSamples.files(try data())["sarif"])
        let run = try #require(try JSONValue(parsing: text.utf8)["runs"]?.array?.first)
        let results = try #require(run["results"]?.array)
        #expect(results.count == Self.attacks.count)
        for result in results {
            let message = try #require(result["message"]?["text"]?.string)
            #expect(isInert(message, besides: []))
            #expect(message.ranges(of: /[^\\]\]\(/).isEmpty && message.ranges(of: /(^|[^{])\{0\}/).isEmpty)
            let uri = try #require(
                result["locations"]?.array?.first?["physicalLocation"]?["artifactLocation"]?["uri"]?.string
            )
            #expect(uri == "%3Cb%3E%E2%80%AE.jsonl")
        }
    }

    @Test("Markdown has no element but its own, no link, no mention, and as many cells as heads")
    func markdown() throws {
        let text = MarkdownReport(try data()).text
        let tags = text.matches(of: /<[^>]*>/).map { String($0.output) }
        #expect(Set(tags) == ["<details>", "<summary>", "</summary>", "</details>"])
        #expect(
            !text.contains("](") && !text.contains("http:") && !text.contains("@team") && !text.contains("www.evil")
        )
        #expect(isInert(text))
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            let bars = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect(bars == 5 || bars == 8, "\(line)")
        }
    }

    @Test("an annotation is one command a line, and no data is one")
    func annotations() throws {
        let text = GitHubAnnotations(try data()).text
        #expect(isInert(text))
        for line in text.split(separator: "\n") {
            #expect(line.hasPrefix("::error ") || line.hasPrefix("::warning "), "\(line)")
            let head = line.dropFirst(2).components(separatedBy: "::")[0]
            #expect(head.contains("title=") && !head.contains("\r"))
        }
    }
}
