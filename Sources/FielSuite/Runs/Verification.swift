import Fiel
public import FielCore

/// Scores recorded answers again and compares the bytes.
public struct Verification: Sendable {
    /// The first line that came out otherwise.
    public struct Difference: Sendable, Hashable {
        /// The line, from 1.
        public var line: Int
        /// The name of its sample, where it has one.
        public var id: String?
        /// What differs: the name of a member, or that a line is missing.
        public var what: String
    }

    /// How many lines are the same, byte for byte, up to the first difference.
    public private(set) var lines = 0
    /// The first difference; nil where there is none.
    public private(set) var difference: Difference?

    /// Scores every line of a results file again.
    ///
    /// Lines that stand for errors hold no sample and are passed over.
    ///
    /// - Parameter evaluator: makes what scores, for the metrics that the first line with results holds.
    /// - Throws: `FielError` where the file cannot be read, or a line is no result.
    public init(
        _ source: any ByteSource,
        evaluator: ([MetricInfo]) throws(FielError) -> any SampleEvaluator,
        isStopped: @Sendable () -> Bool = { false }
    ) async throws(FielError) {
        var reader = LineReader(source)
        var judge: (any SampleEvaluator)?
        var metrics: [MetricInfo] = []
        while !isStopped(), let line = try reader.next() {
            let place = FielError.Location(file: source.name, line: line.number)
            let members: [String: JSONValue]
            do throws(FielError) { members = try line.object.get() } catch {
                throw FielError(.invalidArgument, error.message, at: place)
            }
            guard members["error"] == nil else { continue }
            let record: ResultRecord
            do throws(FielError) { record = try ResultRecord(members) } catch {
                throw FielError(.invalidArgument, error.message, at: place)
            }
            if judge == nil {
                metrics = try Evaluator.metrics(named: record.versions.keys.sorted())
                judge = try evaluator(metrics)
            }
            guard let evaluation = await judge?.evaluate([record.sample]).first else { continue }
            var again = ResultRecord(
                record.sample,
                evaluation,
                metrics: metrics,
                configuration: record.configuration
            )
            again.cluster = record.cluster
            let bytes = ResultLine.bytes(again, metrics: metrics.map(\.id))
            guard bytes.dropLast().elementsEqual(line.bytes) else {
                difference = Self.difference(line.bytes, Array(bytes.dropLast()), at: line.number)
                return
            }
            lines += 1
        }
    }

    /// Compares two results files line by line.
    public init(_ recorded: any ByteSource, beside again: any ByteSource) throws(FielError) {
        var (first, second) = (LineReader(recorded), LineReader(again))
        while true {
            switch (try first.next(), try second.next()) {
            case (nil, nil): return
            case (let line?, let other?) where line.bytes == other.bytes: lines += 1
            case (let line?, let other?):
                difference = Self.difference(line.bytes, other.bytes, at: line.number)
                return
            case (let line?, nil):
                difference = Difference(line: line.number, what: "the line is not made again")
                return
            case (nil, let line?):
                difference = Difference(line: line.number, what: "the line is missing")
                return
            }
        }
    }

    private static func difference(_ recorded: [UInt8], _ again: [UInt8], at line: Int) -> Difference {
        let (old, new) = (try? JSONValue(parsing: recorded), try? JSONValue(parsing: again))
        let id = old?.object?["id"]?.string
        guard let old, let new else { return Difference(line: line, id: id, what: "the line is no JSON") }
        guard let what = path(old, new, at: "") else {
            return Difference(line: line, id: id, what: "the bytes differ, the values do not")
        }
        return Difference(line: line, id: id, what: what)
    }

    /// The first place at which two values differ, with both of them.
    private static func path(_ old: JSONValue, _ new: JSONValue, at path: String) -> String? {
        guard old != new else { return nil }
        switch (old, new) {
        case (.object(let first), .object(let second)):
            for name in Set(first.keys).union(second.keys).sorted() {
                let inner = path.isEmpty ? name : "\(path).\(name)"
                switch (first[name], second[name]) {
                case (let a?, let b?): if let found = Self.path(a, b, at: inner) { return found }
                case (_?, nil): return "\(inner) is not there again"
                default: return "\(inner) is new"
                }
            }
            return nil
        case (.array(let first), .array(let second)) where first.count == second.count:
            for (place, pair) in zip(first, second).enumerated() {
                if let found = Self.path(pair.0, pair.1, at: "\(path)[\(place)]") { return found }
            }
            return nil
        default: return "\(path) was \(old.excerpt), is \(new.excerpt)"
        }
    }
}

/// What `summary.json` says of how a run is made again.
public struct RunRecord: Sendable, Hashable {
    /// The path of the suite file.
    public var suite: String
    /// The most questions or rows; nil for all.
    public var limit: Int?
    /// The SHA-256 of the suite file.
    public var suiteDigest: String?

    /// Reads the summary in a folder.
    ///
    /// - Throws: `FielError` where there is none, or it names no suite.
    public init(folder: String) throws(FielError) {
        let path = RunFolder(folder).summary
        var lines = LineReader(try FileSource(path: path))
        let bytes = try lines.rest(limit: 64 << 20)
        guard let members = (try? JSONValue(parsing: bytes))?.object, let file = members["suite_path"]?.string else {
            throw FielError(.invalidArgument, "is no summary of fiel run", at: .init(file: path))
        }
        suite = file.hasPrefix("/") ? file : "\(folder)/\(file)"
        limit = members["limit"]?.whole
        suiteDigest = members["suite_sha256"]?.string
    }
}
