public import FielCore

/// What a user calls a model.
public enum ModelReference: Sendable, Hashable, CustomStringConvertible {
    /// A model that comes with Fiel.
    case embedded(EmbeddedModel)
    /// A model of the catalogue, by its name.
    case catalogue(String)
    /// A repository of the Hugging Face Hub, one file of it, and the revision wanted.
    case huggingFace(repository: String, file: String?, revision: String)
    /// A model that Ollama has fetched.
    case ollama(name: String, tag: String)
    /// A file or folder.
    case path(String)

    /// Reads `NAME`, `hf:OWNER/NAME[@REVISION][/FILE]`, `ollama:NAME[:TAG]` or a path.
    ///
    /// A word that names a known model is that model; write `./embed` for a file of that name.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where a reference lacks a part or could lead out of its folder.
    public init(_ text: String) throws(FielError) {
        if let model = EmbeddedModel(rawValue: text) {
            self = .embedded(model)
        } else if CatalogueModel.named(text) != nil {
            self = .catalogue(text)
        } else if text.hasPrefix("hf:") {
            self = try Self.huggingFace(text)
        } else if text.hasPrefix("ollama:") {
            let parts = text.dropFirst(7).split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= 2, Self.isSafe(parts[0]), Self.isSafe(parts.last ?? "") else {
                throw Self.malformed(text, "ollama:NAME[:TAG]")
            }
            self = .ollama(name: parts[0], tag: parts.count == 2 ? parts[1] : "latest")
        } else if text.isEmpty {
            throw FielError(
                .invalidArgument,
                "the model is \"\"",
                hint: "name one, such as \(CatalogueModel.generator.name)"
            )
        } else {
            self = .path(text)
        }
    }

    /// The reference as a user writes it.
    public var description: String {
        switch self {
        case .embedded(let model): model.rawValue
        case .catalogue(let name): name
        case .huggingFace(let repository, let file, let revision):
            "hf:\(repository)" + (revision == "main" ? "" : "@\(revision)") + (file.map { "/\($0)" } ?? "")
        case .ollama(let name, let tag): "ollama:\(name):\(tag)"
        case .path(let path): path
        }
    }

    /// Whether Fiel itself fetches it.
    public var isFetched: Bool {
        switch self {
        case .catalogue, .huggingFace: true
        case .embedded, .ollama, .path: false
        }
    }

    private static func huggingFace(_ text: String) throws(FielError) -> ModelReference {
        let parts = text.dropFirst(3).split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2 else { throw malformed(text, "hf:OWNER/NAME[@REVISION][/FILE]") }
        let name = parts[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let repository = "\(parts[0])/\(name[0])"
        let revision = name.count == 2 ? name[1] : "main"
        let file = parts.count == 3 ? String(parts[2]) : nil
        guard isSafe(repository), isSafe(revision), file.map(isSafe) ?? true else {
            throw malformed(text, "hf:OWNER/NAME[@REVISION][/FILE]")
        }
        return .huggingFace(repository: repository, file: file, revision: revision)
    }

    /// Whether a name can be put after a folder without leading out of it, and into an address as it is.
    static func isSafe(_ path: String) -> Bool {
        let allowed = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./+".utf8.contains(byte)
            }
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return allowed && path.utf8.count <= 400 && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func malformed(_ text: String, _ form: String) -> FielError {
        FielError(.invalidArgument, "the model \"\(text)\" is not of the form \(form)")
    }
}
