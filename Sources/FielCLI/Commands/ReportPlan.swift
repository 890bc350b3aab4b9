import FielCore
import FielSuite

/// What a command makes of results besides its table: files, gates, and what GitHub shows.
struct ReportPlan {
    /// The files to write.
    let files: ReportFiles
    private let gates: [String]
    private let tellsGitHub: Bool

    /// The options that ask for it.
    static let options: [CommandSpec.Option] = [
        .init(
            name: "--html",
            value: "FILE",
            help: "Write one page with charts, claims and evidence, which needs no network"
        ),
        .init(name: "--junit", value: "FILE", help: "Write JUnit XML, for the test view of a build server"),
        .init(
            name: "--sarif",
            value: "FILE",
            help: "Write SARIF, a finding for each claim at fault, for code scanning"
        ),
        .init(name: "--markdown", value: "FILE", help: "Write Markdown, for a pull request"),
        .init(name: "--csv", value: "FILE", help: "Write a row for each answer, for a spreadsheet"),
        .init(
            name: "--gate",
            value: "EXPR",
            repeats: true,
            help: "Fail with exit code 1 unless EXPR holds, such as 'groundedness.mean >= 0.85'"
        ),
        .init(
            name: "--github",
            help: "Print annotations for GitHub Actions, and add the Markdown to the step's summary"
        ),
    ]

    /// What the options do, for the help.
    static let notes = [
        "A gate is [CONFIGURATION] QUANTITY OPERATOR NUMBER. Quantities are METRIC.mean, .lower and .upper (its 95 % interval), "
            + ".min, .max, .median, .p05 and other percentiles, .share(>= 0.5), .coverage (scored of all rows); "
            + "claims.supported, .contradicted and .unsupported (of the checkable claims); samples; failures. Operators are >= > "
            + "<= < == !=. Without a configuration it must hold for each. A gate whose value does not exist fails. A gate on "
            + ".min or .max also marks each answer that breaks it in JUnit.",
        "Reports are written before the exit code tells of a gate.",
    ]

    /// Reads the options.
    ///
    /// - Throws: `FielError` for a combination that cannot be.
    init(_ arguments: Arguments) throws(FielError) {
        files = ReportFiles(
            html: arguments.value("--html"),
            junit: arguments.value("--junit"),
            sarif: arguments.value("--sarif"),
            markdown: arguments.value("--markdown"),
            csv: arguments.value("--csv")
        )
        gates = arguments.all("--gate")
        tellsGitHub = arguments.has("--github")
        if tellsGitHub && arguments.has("--json") {
            throw FielError(.invalidArgument, "--github and --json both print to standard output, choose one")
        }
    }

    /// Whether nothing is asked for.
    var isEmpty: Bool { files.isEmpty && gates.isEmpty && !tellsGitHub }

    /// Refuses to make anything of a stream.
    func requireNothing() throws(FielError) {
        guard !isEmpty else { return }
        throw FielError(
            .invalidArgument,
            "reports and gates need the whole data set, which a stream does not keep",
            hint: "keep the results, and make the reports with fiel report"
        )
    }

    /// The gates.
    ///
    /// - Parameter metrics: the names that a metric may have.
    func gates(metrics: [String]) throws(FielError) -> [Gate] {
        var parsed: [Gate] = []
        for text in gates { parsed.append(try Gate(parsing: text, metrics: metrics)) }
        return parsed
    }

    /// Prints text for a person, then writes the files and tells GitHub.
    ///
    /// What is printed comes from data, which must not give orders to the runner, so that orders are off meanwhile.
    ///
    /// - Returns: whether every gate holds.
    func carryOut(_ data: ReportData, showing text: String, _ console: Console) throws(FielError) -> Bool {
        if tellsGitHub {
            let token = "fiel-" + String(UInt64.random(in: .min ... .max), radix: 16)
            try console.write("::stop-commands::\(token)\n\(text)::\(token)::\n")
        } else {
            try console.write(text)
        }
        try files.write(data)
        if tellsGitHub {
            try console.write(GitHubAnnotations(data).text)
            if console.environment["GITHUB_ACTIONS"] == "true", let path = console.environment["GITHUB_STEP_SUMMARY"] {
                try FileSink.append(Array(MarkdownReport(data).text.utf8), to: path)
            }
        }
        return data.passes
    }
}

/// The gates as lines for a person.
struct GateTable {
    private let results: [GateResult]
    private let style: Style

    init(_ results: [GateResult], _ style: Style) {
        self.results = results
        self.style = style
    }

    /// A heading and a line for each gate; empty without gates.
    var text: String {
        guard !results.isEmpty else { return "" }
        let lines = results.map { result in
            let state = result.passed ? style.green("holds") : style.red("fails")
            let configuration = result.configuration.map { "[\(TextLayout.shortened($0, to: 40))] " } ?? ""
            return "  \(state)  \(configuration)\(TextLayout.printable(result.message))"
        }
        return "\n" + ([style.bold("Gates")] + lines).joined(separator: "\n") + "\n"
    }
}
