import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the store knows of a model that was fetched: the reference, its files, and their digests.
struct StoredModel {
    /// A file of the model.
    struct File {
        /// Its path below the store's folder.
        var path: String
        /// Its bytes.
        var size: Int
        /// Its digest.
        var sha256: String
    }

    /// What was pulled.
    var reference: String
    /// The file or folder to load, below the store's folder.
    var model: String
    /// Every file.
    var files: [File]

    /// Joins the facts.
    init(reference: String, model: String, files: [File]) {
        self.reference = reference
        self.model = model
        self.files = files
    }

    /// Reads a record; nil where there is none or it is broken, so that the model counts as not fetched.
    init?(path: String) {
        guard let size = StoreFiles.size(path), size < 1 << 22,
            let data = FileManager.default.contents(atPath: path),
            let value = try? JSONValue(parsing: data), let members = value.object,
            let reference = members["reference"]?.string, let model = members["model"]?.string,
            ModelReference.isSafe(model), let files = members["files"]?.array
        else { return nil }
        self.init(reference: reference, model: model, files: [])
        for file in files {
            guard let path = file.object?["path"]?.string, ModelReference.isSafe(path),
                let size = file.object?["size"]?.number.flatMap({ Int(exactly: $0) }),
                let sha256 = file.object?["sha256"]?.string
            else { return nil }
            self.files.append(File(path: path, size: size, sha256: sha256))
        }
    }

    /// Writes the record.
    func write(to path: String) throws(FielError) {
        var json = JSONWriter()
        json.object { json in
            json.member("reference", reference)
            json.member("model", model)
            json.key("files")
            json.array { json in
                for file in files {
                    json.object { json in
                        json.member("path", file.path)
                        json.member("size", file.size)
                        json.member("sha256", file.sha256)
                    }
                }
            }
        }
        try StoreFiles.makeFolder(of: path)
        let file = try GrowingFile(path: path + ".part")
        try file.empty()
        try file.append(json.bytes[...])
        try file.publish(as: path)
    }
}
