public import FielCore
package import FielNetwork

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The models of a machine: those that come with Fiel, those that were fetched, and those of Ollama.
///
/// The folder is `$FIEL_CACHE`, else `$XDG_CACHE_HOME/fiel`, else `~/.cache/fiel`. Processes may use it side by side.
public struct ModelStore: Sendable {
    /// A model as `list` and `info` tell of it.
    public struct Entry: Sendable, Hashable {
        /// What the user calls it.
        public var reference: String
        /// What it is, for people; empty where nothing is known but its name.
        public var summary: String
        /// The file or folder to load; nil where it was not fetched yet.
        public var path: String?
        /// Its bytes; nil where unknown.
        public var size: Int?
    }

    /// How far a model has come: bytes there, and all bytes where known.
    public typealias Progress = @Sendable (_ done: Int, _ total: Int?) -> Void

    /// Where fetched models stand.
    public let folder: String
    /// When requests that failed are sent again, and how long they may take.
    package var retries = RetryPolicy()
    package var client = HTTPClient()
    let hub: (endpoint: String, token: String?)
    private let ollama: OllamaFolder

    /// Takes the places and the access token from environment variables.
    ///
    /// - Parameter environment: `FIEL_CACHE`, `XDG_CACHE_HOME`, `HOME`, `HF_ENDPOINT`, `HF_TOKEN`, `OLLAMA_MODELS`.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let home = value("HOME") ?? "."
        folder = value("FIEL_CACHE") ?? (value("XDG_CACHE_HOME") ?? "\(home)/.cache") + "/fiel"
        hub = (value("HF_ENDPOINT") ?? "https://huggingface.co", value("HF_TOKEN"))
        ollama = OllamaFolder(
            folders: value("OLLAMA_MODELS").map { [$0] } ?? [
                "\(home)/.ollama/models", "/usr/share/ollama/.ollama/models", "/var/lib/ollama/.ollama/models",
            ]
        )
        client.limits.bytes = 1 << 42
    }

    /// The file or folder of a model, without asking the network.
    ///
    /// - Throws: `FielError` with code `unreadableFile` where it is not there; the hint says how to get it.
    public func resolve(_ reference: String) throws(FielError) -> String {
        let wanted = try ModelReference(reference)
        switch wanted {
        case .embedded(let model): return try model.path()
        case .ollama(let name, let tag): return try ollama.model(name, tag).path
        case .path(let path):
            guard StoreFiles.size(path) != nil else {
                throw FielError(
                    .unreadableFile,
                    "there is no such file, folder or model",
                    hint: "see fiel models list",
                    at: .init(file: path)
                )
            }
            return path
        case .catalogue, .huggingFace:
            guard let record = record(of: wanted), record.files.allSatisfy({ isThere($0) }) else {
                throw FielError(
                    .unreadableFile,
                    "the model \(wanted) is not in \(folder)",
                    hint: "run fiel models pull \(wanted), or name a model file of your own"
                )
            }
            return "\(folder)/\(record.model)"
        }
    }

    /// Fetches a model unless it is there.
    ///
    /// Processes and tasks that want the same model wait for the first one. A download that was cut is resumed.
    ///
    /// - Parameters:
    ///   - reference: a name of the catalogue or `hf:…`; for others it is only looked up.
    ///   - progress: takes the state of the download, from another thread.
    /// - Returns: the file or folder of the model.
    /// - Throws: `FielError` with code `unavailable` where the network or a program fails, `malformedModel` where a digest is not
    ///   what it should be, `unreadableFile` where the store cannot be written.
    public func pull(
        _ reference: String,
        progress: @escaping Progress = { _, _ in }
    ) async throws(FielError) -> String {
        let wanted = try ModelReference(reference)
        guard wanted.isFetched else { return try resolve(reference) }
        return try await offThread { isCancelled throws(FielError) in
            if let path = try? resolve(reference) { return path }
            let place = recordPath(of: wanted)
            try StoreFiles.makeFolder(of: place)
            let lock = try FileLock(path: place + ".lock", isCancelled: isCancelled)
            return try withExtendedLifetime(lock) { () throws(FielError) in
                if let path = try? resolve(reference) { return path }
                let record = try fetch(wanted, isCancelled, progress)
                try record.write(to: place)
                return "\(folder)/\(record.model)"
            }
        }
    }

    /// Reads a model's files and compares their digests with those that are known.
    ///
    /// - Returns: the number of files that were compared; 0 for a path and for embedded models, of which no digest is known.
    /// - Throws: `FielError` with code `malformedModel` that has both digests, or `unreadableFile`.
    @discardableResult
    public func verify(_ reference: String) throws(FielError) -> Int {
        _ = try resolve(reference)
        let wanted = try ModelReference(reference)
        switch wanted {
        case .embedded, .path: return 0
        case .ollama(let name, let tag):
            let model = try ollama.model(name, tag)
            try StoreFiles.check(model.path, sha256: model.sha256)
            return 1
        case .catalogue(let name):
            guard let model = CatalogueModel.named(name) else { return 0 }
            try StoreFiles.check("\(folder)/\(name)/\(model.file)", sha256: model.sha256)
            return 1
        case .huggingFace:
            let files = record(of: wanted)?.files ?? []
            for file in files { try StoreFiles.check("\(folder)/\(file.path)", sha256: file.sha256) }
            return files.count
        }
    }

    /// The models that come with Fiel, those of the catalogue, and those that were fetched, in this order.
    public func list() -> [Entry] {
        let embedded = EmbeddedModel.allCases.map { entry($0.rawValue) }
        let catalogue = CatalogueModel.all.map { entry($0.name) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/records"))?.sorted() ?? []
        let references = names.filter { $0.hasSuffix(".json") }
            .compactMap { StoredModel(path: "\(folder)/records/\($0)")?.reference }
        return embedded + catalogue + references.filter { $0.hasPrefix("hf:") }.map { entry($0) }
    }

    /// What is known of one model, fetched or not.
    ///
    /// - Throws: `FielError` where the reference is malformed, or a model that is not fetched by Fiel is not there.
    public func info(_ reference: String) throws(FielError) -> Entry {
        if try !ModelReference(reference).isFetched { _ = try resolve(reference) }
        return entry(reference)
    }

    private func entry(_ reference: String) -> Entry {
        let model = CatalogueModel.named(reference)
        let path = try? resolve(reference)
        let files = (try? ModelReference(reference)).flatMap { record(of: $0) }?.files
        let size = model?.size ?? files.map { $0.reduce(0) { $0 + $1.size } } ?? path.flatMap { StoreFiles.size($0) }
        return Entry(reference: reference, summary: model?.summary ?? "", path: path, size: size)
    }

    private func isThere(_ file: StoredModel.File) -> Bool { StoreFiles.size("\(folder)/\(file.path)") == file.size }

    private func record(of wanted: ModelReference) -> StoredModel? {
        guard wanted.isFetched else { return nil }
        let record = StoredModel(path: recordPath(of: wanted))
        return record?.reference == wanted.description ? record : nil
    }

    /// Where the record of a fetched model stands; the name has the reference with `/` and `:` replaced.
    private func recordPath(of wanted: ModelReference) -> String {
        let name = wanted.description.map { $0 == "/" ? "--" : $0 == ":" ? "=" : String($0) }.joined()
        guard name.utf8.count > 180 else { return "\(folder)/records/\(name).json" }
        var digest = SHA256()
        digest.update(name.utf8)
        return "\(folder)/records/\(digest.hexDigest()).json"
    }
}
