import FielCore
import FielText

/// How an index's words became terms, in JSON, so that those of queries become the same.
struct AnalysisRecord {
    static let section = "analysis"
    let analysis: LanguageAnalysis?

    init(_ analysis: LanguageAnalysis?) { self.analysis = analysis }

    init(_ section: IndexSection) throws(FielError) {
        let value = try section.withBytes { bytes throws(FielError) in try JSONValue(parsing: Array(bytes)) }
        guard let members = value.object, let version = members["version"]?.number.flatMap(Int.init(exactly:)) else {
            throw Self.damaged("it has no version")
        }
        guard version == Analyzer.version else {
            throw FielError(
                .unsupported,
                "its words were analysed by version \(version) of the rules, expected \(Analyzer.version)",
                hint: "build the index again, or use the Fiel that wrote it"
            )
        }
        analysis = members["language"] == nil ? nil : try Self.analysis(members)
    }

    private static func analysis(_ members: [String: JSONValue]) throws(FielError) -> LanguageAnalysis {
        let name = members["language"]?.string
        guard let name, let language = Language(rawValue: name) else {
            let known = Language.allCases.map(\.rawValue).joined(separator: " or ")
            throw damaged("the language is \(name.map { "\"\($0.prefix(40))\"" } ?? "no text"), expected \(known)")
        }
        guard case .bool(let drops)? = members["drops_stop_words"], case .bool(let stems)? = members["stems"] else {
            throw damaged("drops_stop_words and stems are not both true or false")
        }
        var analysis = LanguageAnalysis(language)
        (analysis.dropsStopWords, analysis.stems) = (drops, stems)
        return analysis
    }

    private static func damaged(_ what: String) -> FielError { SectionTable.damaged("section \(section): \(what)") }

    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("version", Analyzer.version)
            guard let analysis else { return }
            json.member("language", analysis.language.rawValue)
            json.member("drops_stop_words", analysis.dropsStopWords)
            json.member("stems", analysis.stems)
        }
        return json.bytes
    }
}
