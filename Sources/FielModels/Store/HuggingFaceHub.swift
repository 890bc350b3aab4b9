import FielCore
import FielNetwork

/// The Hugging Face Hub, or a server that speaks as it does.
struct HuggingFaceHub {
    /// A file of a repository.
    struct File: Equatable {
        /// Its path in the repository.
        var path: String
        /// Its bytes, where told.
        var size: Int?
        /// Its digest, where it is in the large-file store.
        var sha256: String?
    }

    /// The address before `/api`.
    var endpoint: String
    /// The access token.
    var token: String?
    /// The client.
    var client: HTTPClient
    /// When to try again.
    var retries: RetryPolicy

    /// A request with the token.
    func request(_ path: String) -> HTTPRequest {
        let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        return HTTPRequest(url: base + path, headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }

    /// The files of a repository.
    func files(_ repository: String, _ revision: String, _ isCancelled: () -> Bool) throws(FielError) -> [File] {
        let request = request("/api/models/\(repository)/revision/\(revision)?blobs=true")
        let body = try retries.run(isCancelled: isCancelled) { () throws(HTTPFailure) in
            let (head, body) = try client.fetch(request, isCancelled: isCancelled)
            guard head.status == 200 else { throw HTTPFailure(status: head, of: request.url, body: body) }
            return body
        }
        guard let value = try? JSONValue(parsing: body), let siblings = value.object?["siblings"]?.array else {
            throw FielError(.unavailable, "\(request.url) sends no list of files: \(excerpt(body))")
        }
        return siblings.compactMap { sibling in
            guard let path = sibling.object?["rfilename"]?.string, ModelReference.isSafe(path) else { return nil }
            let sha256 = sibling.object?["lfs"]?.object?["sha256"]?.string
            let size = sibling.object?["size"]?.number.flatMap { Int(exactly: $0) }
            return File(path: path, size: size, sha256: sha256)
        }
    }

    /// The files that make the model: the one that is named, else the safetensors set, else the only GGUF file.
    static func model(in files: [File], named name: String?, of repository: String) throws(FielError) -> [File] {
        let ggufs = files.filter { $0.path.hasSuffix(".gguf") }
        if let name {
            guard let file = files.first(where: { $0.path == name }) else {
                throw choice("\(repository) has no file \(name)", ggufs)
            }
            return [file]
        }
        let tensors = files.filter { isWeights($0.path) }
        let words = ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json"]
        let companions = files.filter { words.contains($0.path) || $0.path == "model.safetensors.index.json" }
        if !tensors.isEmpty && companions.contains(where: { $0.path == "config.json" }) { return companions + tensors }
        if ggufs.count == 1 { return ggufs }
        throw choice(
            "\(repository) has \(ggufs.isEmpty ? "neither GGUF nor safetensors files" : "several GGUF files")",
            ggufs
        )
    }

    /// `model.safetensors` or one of its shards, `model-00001-of-00002.safetensors`.
    private static func isWeights(_ path: String) -> Bool {
        path == "model.safetensors"
            || (path.hasPrefix("model-") && path.hasSuffix(".safetensors") && path.contains("-of-")
                && !path.contains("/"))
    }

    private static func choice(_ message: String, _ ggufs: [File]) -> FielError {
        let names = ggufs.prefix(12).map(\.path).joined(separator: ", ")
        return FielError(.invalidArgument, message, hint: names.isEmpty ? nil : "name one of its files: \(names)")
    }
}
