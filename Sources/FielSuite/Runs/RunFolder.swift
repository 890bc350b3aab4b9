import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The folder that a run writes to.
public struct RunFolder: Sendable {
    /// The path of the folder.
    public let path: String
    /// The results, which appear when the run is complete.
    public var results: String { "\(path)/results.jsonl" }
    /// What is said of the run as a whole.
    public var summary: String { "\(path)/summary.json" }
    /// What each line of results took.
    public var timings: String { "\(path)/timings.jsonl" }
    private var plan: String { "\(path)/plan.json" }
    private var partial: String { results + ".part" }

    /// Names a folder.
    public init(_ path: String) { self.path = path }

    /// Makes the folder where it is missing.
    ///
    /// - Throws: `FielError` where it cannot be made, or holds an unfinished run that is not resumed.
    func prepare(resumes: Bool) throws(FielError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FielError(.unreadableFile, "the folder cannot be made", at: .init(file: path))
        }
        guard !resumes, let lines = LineReader.count(partial), lines > 0 else { return }
        throw FielError(
            .invalidArgument,
            "holds an unfinished run with \(lines) lines of results",
            hint: "go on with --resume, take another folder with --out, or delete \(partial)",
            at: .init(file: path)
        )
    }

    /// The files of a run, and how many lines of its results are there already.
    struct Opened {
        var results: ResultFile
        var timings: ResultFile
        var lines: Int
        /// Keeps other processes out of the folder.
        var lock: RunLock
    }

    /// Opens the files of a run, or goes on with those of one that was ended.
    ///
    /// - Parameter digest: what the run's plan is told by.
    /// - Throws: `FielError` where what is there comes from another plan, another process is at it, or files cannot be
    ///   written.
    func open(digest: String, resumes: Bool) throws(FielError) -> Opened {
        let lock = try RunLock("\(path)/plan.lock")
        var kept: [UInt8] = []
        if resumes {
            if FileManager.default.fileExists(atPath: partial) {
                try check(recorded(in: plan), digest)
                kept = try wholeLines(partial)
            } else if FileManager.default.fileExists(atPath: results) {
                try check(recorded(in: summary), digest)
                kept = try wholeLines(results)
            }
        }
        // The plan stands before the first line does, so that lines are never taken for those of another plan.
        let lines = kept.count { $0 == 0x0A }
        let times = resumes ? (try? wholeLines(timings + ".part")) ?? (try? wholeLines(timings)) ?? [] : []
        try write(ResultLine.line { $0.member("plan", digest) }, to: plan)
        return Opened(
            results: try ResultFile(path: results, keeping: kept),
            timings: try ResultFile(path: timings, keeping: Self.first(lines, of: times)),
            lines: lines,
            lock: lock
        )
    }

    /// Puts the results under their names.
    func commit(_ opened: Opened, summary bytes: [UInt8]) throws(FielError) {
        try opened.timings.commit()
        try opened.results.commit()
        try write(bytes, to: summary)
        unlink(plan)
    }

    private func check(_ found: String?, _ digest: String) throws(FielError) {
        guard found != digest else { return }
        throw FielError(
            .invalidArgument,
            "holds results of another plan: the suite, a file or model it names, --limit or Fiel itself has changed",
            hint: "run without --resume into another folder with --out, or delete this one",
            at: .init(file: path)
        )
    }

    private func recorded(in file: String) throws(FielError) -> String? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try? JSONValue(parsing: Self.bytes(of: file)).object?["plan"]?.string
    }

    /// The bytes up to the last line break: a line that was cut off is made again.
    private func wholeLines(_ file: String) throws(FielError) -> [UInt8] {
        let bytes = try Self.bytes(of: file)
        return Array(bytes[..<(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)])
    }

    private static func bytes(of file: String) throws(FielError) -> [UInt8] {
        var lines = LineReader(try FileSource(path: file))
        return try lines.rest(limit: 1 << 40)
    }

    private static func first(_ count: Int, of lines: [UInt8]) -> [UInt8] {
        var left = count
        return Array(
            lines.prefix { byte in
                guard left > 0 else { return false }
                if byte == 0x0A { left -= 1 }
                return true
            }
        )
    }

    private func write(_ bytes: [UInt8], to file: String) throws(FielError) {
        let result = try ResultFile(path: file)
        try result.write(bytes)
        try result.commit()
    }
}

/// A file that one process holds until it ends.
final class RunLock: Sendable {
    private let descriptor: Int32
    private let path: String

    /// - Throws: `FielError` where another process holds it.
    init(_ path: String) throws(FielError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw FielError(
                .unreadableFile,
                "cannot be created: \(String(cString: strerror(errno)))",
                at: .init(file: path)
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw FielError(.invalidArgument, "another run writes to this folder", at: .init(file: path))
        }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }
}
