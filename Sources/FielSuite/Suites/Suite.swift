public import FielCore

/// What a suite file asks for: answers to score or questions to answer, and what must hold of the results.
///
/// Paths are as the program can open them: those of the file are taken from its own folder.
public struct Suite: Sendable {
    /// Where the answers come from.
    public enum Source: Sendable, Hashable {
        /// A data set has them.
        case answers(Answers)
        /// Questions are put to language models.
        case questions(Questions)
    }

    /// Answers that are there already.
    public struct Answers: Sendable, Hashable {
        /// The data set.
        public var path: String
        /// Which field holds what.
        public var fields = FieldMap()
        /// The most rows that are read; nil for all.
        public var limit: Int?
    }

    /// Questions to be answered.
    public struct Questions: Sendable, Hashable {
        /// The file of the questions.
        public var path: String
        /// The most questions that are asked; nil for all.
        public var limit: Int?
        /// Where passages come from; nil where questions bring their own or need none.
        public var corpus: Corpus?
        /// How questions are answered; at least one way.
        public var configurations: [SuiteConfiguration]
    }

    /// The documents that passages come from.
    public struct Corpus: Sendable, Hashable {
        /// Files and folders; none where there is an index.
        public var paths: [String] = []
        /// An index that `fiel index` made.
        public var index: String?
        /// How documents are cut.
        public var chunks = CorpusIndexer.Options()
    }

    /// What results are compared with.
    public struct Baseline: Sendable, Hashable {
        /// A results file; nil where it is a configuration of this suite.
        public var results: String?
        /// The name of a configuration; nil for results that name none, or the same one.
        public var configuration: String?
        /// How they are compared.
        public var options = ComparisonOptions()
    }

    /// The models that score.
    public struct Judges: Sendable, Hashable {
        /// An NLI classifier in place of the embedded one.
        public var entailmentModel: String?
        /// An adapter for the NLI classifier.
        public var adapter: String?
        /// A sentence encoder in place of the embedded one.
        public var embeddingModel: String?
        /// A calibration that `fiel calibrate` wrote.
        public var calibration: String?
        /// Whether matrix products are computed in 32-bit floating point.
        public var usesFullPrecision = false

        /// The embedded models in int8.
        public init() {}
    }

    /// Where answers and judgements are kept for the next run.
    public struct Cache: Sendable, Hashable {
        /// The folder; nil for one within that of the results.
        public var folder: String?
        /// The most bytes that it may hold.
        public var limit = 512 << 20
    }

    /// The path of the file, as the user gave it.
    public var path: String
    /// What the suite is called.
    public var name: String
    /// Where the answers come from.
    public var source: Source
    /// The metrics to compute, in the order of reports.
    public var metrics: [MetricInfo]
    /// What must hold.
    public var gates: [Gate] = []
    /// What results are compared with.
    public var baseline: Baseline?
    /// The reports, by paths in the folder of the results.
    public var outputs = ReportFiles()
    /// The models that score.
    public var judges = Judges()
    /// The threads to use; nil for one a core.
    public var threads: Int?
    /// Where random numbers start.
    public var seed: UInt64 = 0
    /// Where answers and judgements are kept; nil for nowhere.
    public var cache: Cache? = Cache()
    /// The SHA-256 of the file.
    public var digest: String

    /// The folder that results go to unless the user names one.
    public var defaultFolder: String { SuitePath.folder(of: path).map { "\($0)/\(stem).results" } ?? "\(stem).results" }

    private var stem: String { SuitePath.stem(of: path) }
}

/// Paths as text.
enum SuitePath {
    /// What stands before the last slash; nil without one.
    static func folder(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part without its ending.
    static func stem(of path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return last }
        return String(last[..<dot])
    }

    /// A path as seen from the folder of a file.
    static func resolve(_ path: String, besideFile file: String) -> String {
        guard !path.hasPrefix("/"), let folder = folder(of: file) else { return path }
        return folder == "/" ? "/\(path)" : "\(folder)/\(path)"
    }

    /// The way from a folder to a file, both absolute and without `.` and `..`.
    static func relative(_ path: String, to folder: String) -> String {
        let (file, start) = (path.split(separator: "/"), folder.split(separator: "/"))
        let shared = zip(file, start).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: start.count - shared) + file.dropFirst(shared).map(String.init))
            .joined(separator: "/")
    }
}
