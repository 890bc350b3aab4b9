import FielCore
import FielSuite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `fiel verify`: makes results again and compares the bytes.
enum VerifyCommand: Command {
    static let spec = CommandSpec(
        name: "verify",
        summary: "Make results again and prove that they are the same bytes",
        operands: [
            .init(name: "RESULTS|DIR", help: "What fiel score --out wrote, or the folder of a run, which is run again")
        ],
        options: [
            .init(
                name: "--model-nli",
                value: "PATH",
                help: "The NLI classifier of results that were scored with another"
            ),
            .init(name: "--model-embed", value: "PATH", help: "The sentence encoder of such results"),
            .precision, .threads,
        ],
        notes: [
            "A results file is scored again from the samples in it. A folder is run again from its suite, without a cache, in a "
                + "folder that is removed afterwards. Exit code 1 tells of a difference, and the first one is named."
        ],
        examples: [.init(line: "fiel verify suite.results", purpose: "Prove a run")]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let path = arguments.operands[0]
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let verification =
            if exists && isFolder {
                try await rerun(path, arguments, console, models)
            } else {
                try await rescore(path, arguments, console, models)
            }
        guard !console.isStopped() else { return .interrupted }
        guard let difference = verification.difference else {
            guard verification.lines > 0 else {
                throw FielError(.invalidArgument, "holds no result to be verified", at: .init(file: path))
            }
            try console.write("\(TextLayout.printable(path)): \(verification.lines) lines, the same bytes\n")
            return .success
        }
        let id = difference.id.map { " (\(TextLayout.printable($0)))" } ?? ""
        try console.write(
            "\(TextLayout.printable(path)):\(difference.line)\(id): \(TextLayout.printable(difference.what))\n"
        )
        return .gateFailed
    }

    private static func rescore(
        _ path: String,
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> Verification {
        var options = try JudgeOptions(arguments)
        options.entailmentModel = arguments.value("--model-nli")
        options.embeddingModel = arguments.value("--model-embed")
        let judge = options
        return try await Verification(
            try console.open(path),
            evaluator: { metrics throws(FielError) in
                var options = judge
                options.metrics = metrics
                return try models.evaluator(options)
            },
            isStopped: console.isStopped
        )
    }

    private static func rerun(
        _ folder: String,
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> Verification {
        let record = try RunRecord(folder: folder)
        let suite = try SuiteFile.open(record.suite, threads: arguments.threads(), console)
        if let digest = record.suiteDigest, digest != suite.digest {
            console.say("\(record.suite) has changed since the run")
        }
        let again = FileManager.default.temporaryDirectory.appending(path: "fiel-verify-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: again) }
        var options = SuiteRun.Options(folder: again)
        options.usesCache = false
        let run = SuiteRun(
            try RunPlan(suite, limit: record.limit),
            models: SuiteModels(models, console),
            options: options,
            isStopped: console.isStopped
        )
        guard try await run() != nil else { throw FielError(.interrupted, "interrupted") }
        return try Verification(
            try console.open(RunFolder(folder).results),
            beside: try console.open(RunFolder(again).results)
        )
    }
}
