import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folders in which Ollama keeps its models: `manifests/HOST/NAMESPACE/NAME/TAG` and `blobs/sha256-DIGEST`.
struct OllamaFolder {
    /// The folders that are searched, in order.
    var folders: [String]

    /// The GGUF file of a model, and its digest.
    ///
    /// - Throws: `FielError` with code `unreadableFile` where Ollama has no such model, `malformedModel` where its record
    ///   is broken.
    func model(_ name: String, _ tag: String) throws(FielError) -> (path: String, sha256: String) {
        let below = name.contains("/") ? name : "library/\(name)"
        for folder in folders {
            let hosts = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/manifests"))?.sorted() ?? []
            for host in hosts {
                let manifest = "\(folder)/manifests/\(host)/\(below)/\(tag)"
                guard let size = StoreFiles.size(manifest), size < 1 << 22,
                    let data = FileManager.default.contents(atPath: manifest)
                else { continue }
                return try Self.blob(in: data, folder, manifest)
            }
        }
        throw FielError(
            .unreadableFile,
            "Ollama has no model \(name):\(tag) in \(folders.joined(separator: ", "))",
            hint: "run ollama pull \(name):\(tag), or set OLLAMA_MODELS"
        )
    }

    private static func blob(
        in data: Data,
        _ folder: String,
        _ manifest: String
    ) throws(FielError) -> (path: String, sha256: String) {
        let place = FielError.Location(file: manifest)
        let value: JSONValue
        do { value = try JSONValue(parsing: data) } catch { throw error.located(at: place) }
        let layers = value.object?["layers"]?.array ?? []
        let digests = layers.filter { $0.object?["mediaType"]?.string == "application/vnd.ollama.image.model" }
            .compactMap { $0.object?["digest"]?.string }
        guard let digest = digests.first, digest.hasPrefix("sha256:"), digest.utf8.count == 71,
            digest.dropFirst(7).allSatisfy({ $0.isHexDigit })
        else { throw FielError(.malformedModel, "no layer is a model with a SHA-256 digest", at: place) }
        let path = "\(folder)/blobs/sha256-\(digest.dropFirst(7))"
        guard StoreFiles.size(path) != nil else {
            throw FielError(
                .unreadableFile,
                "the model's file \(path) is missing",
                hint: "pull it with ollama again",
                at: place
            )
        }
        return (path, String(digest.dropFirst(7)))
    }
}
