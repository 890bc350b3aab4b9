public import FielCore
public import FielEngine
public import FielGeneration
import FielModels

/// A generator that runs on this machine, in Fiel's own engine.
public typealias LocalGenerator = BuiltInGenerator<CausalLanguageModel>

extension BuiltInGenerator where Model == CausalLanguageModel {
    /// Loads a language model; one that Fiel knows by name, or of the Hugging Face Hub, is fetched where it is not there yet.
    ///
    /// - Parameters:
    ///   - model: `smollm2`, `hf:OWNER/NAME[@REVISION][/FILE]`, `ollama:NAME[:TAG]`, or the path of a GGUF file or Hugging Face
    ///     folder.
    ///   - options: how it is run.
    ///   - progress: takes the bytes there and all bytes of a download, from another thread.
    /// - Throws: `FielError` where the model cannot be fetched or is not one that Fiel runs.
    public init(
        model: String = "smollm2",
        options: EngineOptions = EngineOptions(),
        progress: @escaping @Sendable (_ done: Int, _ total: Int?) -> Void = { _, _ in }
    ) async throws(FielError) {
        let path = try await ModelStore().pull(model, progress: progress)
        try self.init(try CausalLanguageModel(path: path, options: options))
    }
}
