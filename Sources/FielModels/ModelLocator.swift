import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Finds the embedded model files without the generated bundle accessor, which stops the process where it finds nothing.
struct ModelLocator {
    /// The folders that are searched, in order.
    let folders: [String]

    /// Searches `$FIEL_MODELS`, the resource folder beside the executable, and the user's data folder.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        var folders: [String] = []
        if let named = environment["FIEL_MODELS"], !named.isEmpty { folders.append(named) }
        if let executable = Self.executableFolder {
            folders += [
                "\(executable)/fiel_FielModels.resources/Resources",
                "\(executable)/fiel_FielModels.bundle/Resources",
                "\(executable)/fiel_FielModels.bundle/Contents/Resources/Resources",
            ]
        }
        if let data = environment["XDG_DATA_HOME"] ?? environment["HOME"].map({ "\($0)/.local/share" }) {
            folders.append("\(data)/fiel/models")
        }
        self.folders = folders
    }

    /// The first folder's file of that name.
    func path(of name: String) throws(FielError) -> String {
        let candidates = folders.map { "\($0)/\(name)" }
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw FielError(
                .unreadableFile,
                "the embedded model \(name) is in none of \(candidates.joined(separator: ", "))",
                hint:
                    "keep the folder fiel_FielModels.resources beside the executable, or set FIEL_MODELS to a folder with the model files"
            )
        }
        return found
    }

    private static var executableFolder: String? {
        let arguments = ProcessInfo.processInfo.arguments
        let path =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? arguments.first.map { URL(filePath: $0).resolvingSymlinksInPath().path }
        guard let path, let slash = path.lastIndex(of: "/") else { return nil }
        return String(path[..<slash])
    }
}
