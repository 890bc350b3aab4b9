import FielCore
import FielNetwork

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Fetches one file: resumed where it was cut, checked, and put in place in one step.
///
/// Until then the bytes stand beside the target, with `.part` after its name, and the server's tag for that version of the
/// file in a `.part.etag`; bytes of two versions are never joined.
struct FileDownload {
    /// Where the file is fetched from.
    var request: HTTPRequest
    /// Where it shall stand.
    var target: String
    /// The digest it must have; where nil, the one that the server tells, if any.
    var sha256: String?
    /// The bytes it must have.
    var size: Int?
    /// The client, with its limits.
    var client: HTTPClient
    /// When to try again.
    var retries: RetryPolicy

    private var part: String { target + ".part" }
    private var tagFile: String { part + ".etag" }

    /// Fetches the file; the caller holds the lock.
    ///
    /// - Parameter progress: takes the bytes that are there and all bytes, where known.
    /// - Returns: the digest of the file.
    func run(isCancelled: () -> Bool, progress: (Int, Int?) -> Void) throws(FielError) -> String {
        try StoreFiles.makeFolder(of: target)
        let file = try GrowingFile(path: part)
        let told = try retries.run(isCancelled: isCancelled) { () throws(HTTPFailure) in
            try attempt(file, isCancelled, progress)
        }
        let found = try StoreFiles.sha256(part)
        if let size, file.size != size { throw spoilt("has \(file.size) bytes, expected \(size)") }
        if let expected = sha256 ?? told, expected.lowercased() != found {
            throw spoilt("has the SHA-256 \(found), expected \(expected)")
        }
        try file.publish(as: target)
        unlinkFile(tagFile)
        return found
    }

    /// One request; returns the digest that the server tells.
    private func attempt(
        _ file: GrowingFile,
        _ isCancelled: () -> Bool,
        _ progress: (Int, Int?) -> Void
    ) throws(HTTPFailure) -> String? {
        var request = request
        let tag = try? String(contentsOfFile: tagFile, encoding: .utf8)
        if sha256 != nil && file.size == size { return nil }
        if let tag, file.size > 0 {
            request.headers += [("Range", "bytes=\(file.size)-"), ("If-Range", tag)]
        } else {
            do { try file.empty() } catch { throw HTTPFailure(error) }
        }
        var problem: HTTPFailure?
        var digest: String?
        var total: Int?
        var done = file.size
        _ = try client.send(
            request,
            isCancelled: isCancelled,
            onHead: { (heads: [HTTPHead]) throws(FielError) in
                digest = heads.compactMap { Self.digest(in: $0) }.first
                guard let head = heads.last else { return }
                problem = try start(head, file)
                done = file.size
                total =
                    size ?? head.headers["content-length"].flatMap { Int($0) }.map { done + max(0, min($0, 1 << 50)) }
            },
            onBody: { (bytes: ArraySlice<UInt8>) throws(FielError) in
                guard problem == nil else { return false }
                try file.append(bytes)
                done += bytes.count
                progress(done, total)
                return size.map { done <= $0 } ?? true
            }
        )
        if let problem { throw problem }
        return digest
    }

    /// Prepares the file for the body of a reply, or says why there is none to take.
    private func start(_ head: HTTPHead, _ file: GrowingFile) throws(FielError) -> HTTPFailure? {
        switch head.status {
        case 206:
            guard head.headers["content-range"]?.hasPrefix("bytes \(file.size)-") == true else {
                try file.empty()
                return HTTPFailure(
                    FielError(.unavailable, "\(request.url) sends another part than asked"),
                    isTransient: true
                )
            }
            return nil
        case 200:
            try file.empty()
            unlinkFile(tagFile)
            // A weak tag does not promise the same bytes (RFC 9110, section 8.8.1).
            if let tag = head.headers["etag"], !tag.hasPrefix("W/") {
                try? tag.write(toFile: tagFile, atomically: true, encoding: .utf8)
            }
            return nil
        case 416:
            try file.empty()
            return HTTPFailure(FielError(.unavailable, "\(request.url) has fewer bytes than before"), isTransient: true)
        default:
            return HTTPFailure(status: head, of: request.url)
        }
    }

    /// The SHA-256 that the Hugging Face Hub tells of a file in its large-file store.
    private static func digest(in head: HTTPHead) -> String? {
        let tag = head.headers["x-linked-etag"]?.filter { $0 != "\"" }
        return tag.flatMap { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) ? $0.lowercased() : nil }
    }

    private func spoilt(_ what: String) -> FielError {
        unlinkFile(part)
        unlinkFile(tagFile)
        return FielError(
            .malformedModel,
            "\(request.url) \(what); what was fetched is deleted",
            hint: "pull again; where that does not help, the file was changed on the way",
            at: .init(file: target)
        )
    }

    private func unlinkFile(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
