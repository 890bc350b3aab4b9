import FielCore

/// The results as one page that needs no network.
struct HTMLReport {
    private let data: ReportData

    init(_ data: ReportData) {
        self.data = data
    }

    /// The file.
    var bytes: [UInt8] { [] }
}
