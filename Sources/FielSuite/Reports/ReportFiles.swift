public import FielCore

/// The files that a report is written to.
public struct ReportFiles: Sendable, Hashable {
    /// One page with charts and every sample.
    public var html: String?
    /// JUnit XML, for the test view of a build server.
    public var junit: String?
    /// SARIF 2.1.0, for code scanning.
    public var sarif: String?
    /// Markdown, for a pull request.
    public var markdown: String?
    /// A row for each sample, for a spreadsheet.
    public var csv: String?

    /// Names the files; those that are nil are not written.
    public init(
        html: String? = nil,
        junit: String? = nil,
        sarif: String? = nil,
        markdown: String? = nil,
        csv: String? = nil
    ) {
        (self.html, self.junit, self.sarif, self.markdown, self.csv) = (html, junit, sarif, markdown, csv)
    }

    /// The files that are asked for, each with what makes its contents.
    private var wanted: [(path: String, render: (ReportData) -> [UInt8])] {
        let all: [(String?, (ReportData) -> [UInt8])] = [
            (html, { HTMLReport($0).bytes }), (junit, { JUnitReport($0).bytes }), (sarif, { SARIFReport($0).bytes }),
            (markdown, { MarkdownReport($0).bytes }), (csv, { CSVReport($0).bytes }),
        ]
        return all.compactMap { path, render in path.map { ($0, render) } }
    }

    /// Whether no file is asked for.
    public var isEmpty: Bool { wanted.isEmpty }

    /// Finds out before any work is done whether the files can be written.
    ///
    /// - Parameter others: files that no report may replace, nor the file beside it that becomes the report.
    /// - Throws: `FielError` for the first that cannot be, or that is named twice.
    public func check(keeping others: [String] = []) throws(FielError) {
        var taken = others
        for (path, _) in wanted {
            let isTaken = taken.contains { other in
                ResultFile.isSame(other, path) || ResultFile.isSame(other, path + ".part")
                    || ResultFile.isSame(other + ".part", path)
            }
            guard !isTaken else {
                throw FielError(
                    .invalidArgument,
                    "is named twice, and a report would replace it",
                    at: .init(file: path)
                )
            }
            taken.append(path)
            try ResultFile.check(path, keeping: [])
        }
    }

    /// Writes the files; each appears under its name when it is complete.
    ///
    /// - Throws: `FielError` for the first file that cannot be written.
    public func write(_ data: ReportData) throws(FielError) {
        for (path, render) in wanted {
            try ResultFile.replace(path, with: render(data))
        }
    }
}
