import FielCore

/// Measurements that need the library itself; the scripts of this folder call it.
@main
struct FielBench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "signals": try await Signals.run(Array(arguments.dropFirst()))
        case "relevance": try await Signals.relevance(Array(arguments.dropFirst()))
        case "evidence": try await EvidenceChoice.run(Array(arguments.dropFirst()))
        case "generation": try GenerationSpeed.run(Array(arguments.dropFirst()))
        case "likelihood": try WindowLikelihood.run(Array(arguments.dropFirst()))
        case "index": try await IndexBuild.run(Array(arguments.dropFirst()))
        case "search": try SearchSpeed.run(Array(arguments.dropFirst()))
        case "stem": try Stemming.run(Array(arguments.dropFirst()))
        default:
            throw FielError(
                .invalidArgument,
                "usage: FielBench signals|relevance|evidence|generation|likelihood|index|search|stem ..."
            )
        }
    }
}
