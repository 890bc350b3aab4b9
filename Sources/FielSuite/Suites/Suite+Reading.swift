import Fiel
import FielCore
import FielRetrieval

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Suite {
    /// The longest suite file: 16 MiB.
    private static let sizeLimit = 16 << 20

    /// Reads a suite file.
    ///
    /// - Throws: everything that is wrong with it.
    public init(path: String) throws(SuiteErrors) {
        let bytes: [UInt8]
        do throws(FielError) {
            var lines = LineReader(try FileSource(path: path))
            bytes = try lines.rest(limit: Self.sizeLimit)
        } catch {
            throw SuiteErrors(all: [error])
        }
        try self.init(parsing: bytes, path: path)
    }

    /// Reads the text of a suite file, which is JSON5.
    ///
    /// - Parameter path: the file's path, from whose folder others are taken.
    /// - Throws: everything that is wrong with it.
    public init(parsing bytes: [UInt8], path: String) throws(SuiteErrors) {
        var parser = JSONParser(bytes, isJSON5: true)
        let value: JSONValue
        do throws(FielError) {
            value = try parser.value()
            guard parser.peek() == nil else { throw parser.unexpected(expected: "the end") }
        } catch {
            let location = FielError.Location(file: path, line: parser.line(of: parser.position))
            throw SuiteErrors(all: [FielError(.invalidArgument, error.message, at: location)])
        }
        var checker = SuiteChecker(file: path, parser: parser)
        checker.check(value, .suite)
        guard checker.problems.isEmpty else { throw SuiteErrors(all: checker.problems) }
        var reader = SuiteReader(value.object ?? [:], path: path, checker)
        guard let suite = reader.suite(digest: SHA256.digest(of: bytes)) else {
            throw SuiteErrors(all: reader.checker.problems)
        }
        self = suite
    }
}

extension SHA256 {
    /// The digest of bytes, as 64 hexadecimal digits.
    static func digest(of bytes: [UInt8]) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return digest.hexDigest()
    }
}

/// Makes a suite of values whose shapes have been checked, and notes what else is wrong.
private struct SuiteReader {
    private(set) var checker: SuiteChecker
    private let values: [String: JSONValue]
    private let path: String

    init(_ values: [String: JSONValue], path: String, _ checker: SuiteChecker) {
        (self.values, self.path, self.checker) = (values, path, checker)
    }

    /// The suite; nil where something is wrong.
    mutating func suite(digest: String) -> Suite? {
        let seed = values["seed"]?.whole.map(UInt64.init) ?? 0
        guard let source = source(seed: seed) else { return nil }
        let names = values["metrics"]?.array?.compactMap(\.string)
        let metrics = names.map { (try? Evaluator.metrics(named: $0)) ?? [] } ?? Evaluator.metrics
        let name = values["name"]?.string ?? SuitePath.stem(of: path)
        var suite = Suite(path: path, name: name, source: source, metrics: metrics, digest: digest)
        suite.seed = seed
        suite.threads = values["threads"]?.whole
        suite.judges = judges
        suite.cache = cache
        suite.outputs = outputs()
        suite.gates = gates(metrics, source)
        suite.baseline = baseline(source)
        return checker.problems.isEmpty ? suite : nil
    }

    private mutating func source(seed: UInt64) -> Suite.Source? {
        switch (values["dataset"], values["questions"]) {
        case (let dataset?, nil):
            for name in ["corpus", "configurations"] where values[name] != nil {
                checker.report(name, "is of no use beside a dataset, whose answers are there already")
            }
            return answers(dataset).map { .answers($0) }
        case (nil, let questions?): return self.questions(questions, seed: seed).map { .questions($0) }
        case (nil, nil): checker.report("", "has neither dataset nor questions, expected one of them")
        case (_?, _?): checker.report("questions", "and dataset are both given, expected one of them")
        }
        return nil
    }

    private mutating func answers(_ value: JSONValue) -> Suite.Answers? {
        let file = value.string ?? value.object?["path"]?.string ?? ""
        var answers = Suite.Answers(path: existing(file, at: value.string == nil ? "dataset.path" : "dataset"))
        answers.limit = value.object?["limit"]?.whole
        for (part, field) in value.object?["map"]?.object ?? [:] {
            try? answers.fields.assign("\(part)=\(field.string ?? "")")
        }
        return answers
    }

    private mutating func questions(_ value: JSONValue, seed: UInt64) -> Suite.Questions? {
        let file = value.string ?? value.object?["path"]?.string ?? ""
        let path = existing(file, at: value.string == nil ? "questions.path" : "questions")
        let corpus = values["corpus"].flatMap { self.corpus($0) }
        let configurations = configurations(seed: seed)
        guard !configurations.isEmpty else { return nil }
        return Suite.Questions(
            path: path,
            limit: value.object?["limit"]?.whole,
            corpus: corpus,
            configurations: configurations
        )
    }

    private mutating func corpus(_ value: JSONValue) -> Suite.Corpus? {
        var corpus = Suite.Corpus()
        let members = value.object ?? ["paths": value]
        if let index = members["index"]?.string { corpus.index = existing(index, at: "corpus.index") }
        let paths = members["paths"].map { $0.array ?? [$0] } ?? []
        for (place, file) in paths.enumerated() {
            let isSingle = members["paths"]?.array == nil
            let spot = value.object == nil ? "corpus" : isSingle ? "corpus.paths" : "corpus.paths[\(place)]"
            corpus.paths.append(existing(file.string ?? "", at: spot))
        }
        if corpus.paths.isEmpty == (corpus.index == nil) {
            checker.report("corpus", "needs either paths or index")
        }
        if corpus.index != nil && members["chunk"] != nil {
            checker.report("corpus.chunk", "is of no use beside index, whose chunks are there already")
        }
        if corpus.index != nil && members["language"] != nil {
            checker.report("corpus.language", "is of no use beside index, whose words are there already")
        }
        corpus.chunks.index.analysis = members["language"]?.string.flatMap(LanguageAnalysis.init(code:))
        let chunk = members["chunk"]?.object ?? [:]
        if let tokens = chunk["tokens"]?.whole {
            corpus.chunks.chunker.tokens = tokens
            corpus.chunks.chunker.overlap = tokens / 5
        }
        if let overlap = chunk["overlap"]?.whole {
            let tokens = corpus.chunks.chunker.tokens
            if overlap >= tokens {
                checker.report("corpus.chunk.overlap", "is \(overlap), expected less than the \(tokens) of a chunk")
            }
            corpus.chunks.chunker.overlap = overlap
        }
        return corpus
    }

    private mutating func configurations(seed: UInt64) -> [SuiteConfiguration] {
        let reader = ConfigurationReader(seed: seed, file: path)
        let value = values["configurations"] ?? .object([:])
        var all: [SuiteConfiguration] = []
        for (place, object) in (value.array ?? [value]).enumerated() {
            let spot = value.array == nil ? "configurations" : "configurations[\(place)]"
            do throws(FielError) {
                for configuration in try reader.configurations(object.object ?? [:]) {
                    if all.contains(where: { $0.name == configuration.name }) {
                        checker.report(
                            spot,
                            "makes a second configuration called \"\(configuration.name)\"",
                            hint: "give it a name of its own"
                        )
                    }
                    all.append(configuration)
                }
            } catch {
                let place = error.location.map { "\($0): " } ?? ""
                checker.report(spot, "cannot be used: \(place)\(error.message)", hint: error.hint)
            }
        }
        return all
    }

    private mutating func gates(_ metrics: [MetricInfo], _ source: Suite.Source) -> [Gate] {
        var gates: [Gate] = []
        for (place, text) in (values["gates"]?.array ?? []).enumerated() {
            do throws(FielError) {
                let gate = try Gate(parsing: text.string ?? "", metrics: metrics.map(\.id))
                if let name = gate.configuration { checkName(name, source, at: "gates[\(place)]") }
                gates.append(gate)
            } catch {
                checker.report("gates[\(place)]", "cannot be used: \(error.message)", hint: error.hint)
            }
        }
        return gates
    }

    private mutating func checkName(_ name: String, _ source: Suite.Source, at spot: String) {
        var names: [String] = []
        if case .questions(let questions) = source { names = questions.configurations.map(\.name) }
        guard !names.contains(name) else { return }
        let hint = NearestName.find(name, among: names).map { "did you mean \($0)?" }
        checker.report(
            spot,
            "names the configuration \"\(name)\", which there is not",
            hint: hint ?? (names.isEmpty ? nil : "there are \(names.joined(separator: "; "))")
        )
    }

    private mutating func baseline(_ source: Suite.Source) -> Suite.Baseline? {
        guard let value = values["baseline"] else { return nil }
        var baseline = Suite.Baseline()
        let members = value.object ?? [:]
        if let text = value.string {
            var isName = false
            if case .questions(let questions) = source {
                isName = questions.configurations.contains { $0.name == text }
            }
            if isName { baseline.configuration = text } else { baseline.results = existing(text, at: "baseline") }
        } else {
            baseline.results = members["results"]?.string.map { existing($0, at: "baseline.results") }
            baseline.configuration = members["configuration"]?.string
            if baseline.results == nil, let name = baseline.configuration {
                checkName(name, source, at: "baseline.configuration")
            }
            if baseline.results == nil && baseline.configuration == nil {
                checker.report("baseline", "needs results or configuration")
            }
        }
        baseline.options.maxDrop = members["maxDrop"]?.number
        baseline.options.alpha = members["alpha"]?.number ?? baseline.options.alpha
        return baseline
    }

    private var judges: Suite.Judges {
        let values = values["judges"]?.object ?? [:]
        var judges = Suite.Judges()
        judges.entailmentModel = values["nli"]?.string.map { SuitePath.resolve($0, besideFile: path) }
        judges.adapter = values["adapter"]?.string.map { SuitePath.resolve($0, besideFile: path) }
        judges.embeddingModel = values["embed"]?.string.map { SuitePath.resolve($0, besideFile: path) }
        judges.calibration = values["calibration"]?.string.map { SuitePath.resolve($0, besideFile: path) }
        judges.usesFullPrecision = values["precision"]?.string == "f32"
        return judges
    }

    private var cache: Suite.Cache? {
        if values["cache"] == .bool(false) { return nil }
        var cache = Suite.Cache()
        let members = values["cache"]?.object ?? [:]
        cache.folder = members["folder"]?.string.map { SuitePath.resolve($0, besideFile: path) }
        if let megabytes = members["megabytes"]?.whole { cache.limit = megabytes << 20 }
        return cache
    }

    private mutating func outputs() -> ReportFiles {
        let values = values["outputs"]?.object ?? [:]
        let taken = ["results.jsonl", "summary.json", "timings.jsonl", "plan.json", "corpus.fielindex", "cache"]
        var seen: Set<String> = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            let file = value.string ?? ""
            let parts = file.split(separator: "/")
            if file.hasPrefix("/") || parts.contains("..") {
                checker.report("outputs.\(name)", "is \"\(file)\", expected a path within the folder of the results")
            } else if taken.contains(file) || !seen.insert(file).inserted {
                checker.report("outputs.\(name)", "is \"\(file)\", which is the name of another file of the run")
            }
        }
        return ReportFiles(
            html: values["html"]?.string,
            junit: values["junit"]?.string,
            sarif: values["sarif"]?.string,
            markdown: values["markdown"]?.string,
            csv: values["csv"]?.string
        )
    }

    /// A path as the program can open it; it is a problem where nothing is there.
    private mutating func existing(_ file: String, at spot: String) -> String {
        let resolved = SuitePath.resolve(file, besideFile: path)
        if !FileManager.default.fileExists(atPath: resolved) {
            checker.report(spot, "is \"\(file)\", and there is no file \(resolved)")
        }
        return resolved
    }
}
