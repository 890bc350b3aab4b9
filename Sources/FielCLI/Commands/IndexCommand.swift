import FielCore
import FielRetrieval
import FielSuite
import Synchronization

/// `fiel index`: documents in, an index file out.
enum IndexCommand: Command {
    static let spec = CommandSpec(
        name: "index",
        summary: "Make an index of documents, for fiel retrieve",
        operands: [
            .init(
                name: "PATH…",
                isOptional: true,
                repeats: true,
                help: "Files and folders of .txt, .md, .jsonl, .json, .csv and .tsv"
            )
        ],
        options: [
            .init(name: "--out", value: "IDX", help: "The index file; needed"),
            .init(
                name: "--update",
                help: "Bring the index up to date: documents replace those with their ids, others are added"
            ),
            .init(name: "--remove", value: "ID", repeats: true, help: "Take a document out of the index"),
            .init(name: "--chunk-tokens", value: "N", help: "The most tokens of a chunk; 200 unless given"),
            .init(
                name: "--overlap",
                value: "N",
                help: "The tokens that neighbouring chunks may share; 40 unless given"
            ),
            .init(
                name: "--language",
                value: "L",
                choices: ["en", "pt", "none"],
                help: "Leave out the function words of a language and index its word stems; none unless given"
            ),
            .init(name: "--no-dense", help: "Index the words alone, without vectors"),
            .init(
                name: "--graph",
                value: "WHEN",
                choices: GraphPolicy.allCases.map(\.rawValue),
                help: "Make a graph over the vectors (HNSW); whereFaster unless given"
            ),
            .precision, .threads,
            .init(
                name: "--model",
                value: "PATH",
                isRead: true,
                help: "Another sentence encoder: a GGUF file or a Hugging Face folder"
            ),
        ],
        notes: [
            "A .txt or .md file is a document named after its path in the folder, without the ending; headings of Markdown "
                + "stay with their text. Each row of the other formats is one: \"text\", with \"id\" and \"title\" where it "
                + "has them.",
            "The index appears under its name when it is complete. A build that was ended goes on from where it was. A row or "
                + "file that holds no document is told on standard error, the rest is indexed, and the exit code is 3.",
        ],
        examples: [
            .init(line: "fiel index docs/ --out docs.fielindex", purpose: "Index a folder"),
            .init(
                line: "fiel index docs/new.md --out docs.fielindex --update --remove old",
                purpose: "Add a document, take out another"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        guard let path = arguments.value("--out") else {
            throw FielError(.invalidArgument, "--out is missing", hint: "write --out docs.fielindex")
        }
        let updates = arguments.has("--update") || arguments.has("--remove")
        guard updates || !arguments.operands.isEmpty else {
            throw FielError(.invalidArgument, "PATH… is missing", hint: "see fiel index --help")
        }
        try arguments.checkOutput()
        let options = try options(arguments)
        var corpus = try CorpusReader(paths: arguments.operands, isStopped: console.isStopped)
        let previous = try updates ? existing(path) : nil
        var judge = try JudgeOptions(arguments)
        judge.embeddingModel = arguments.value("--model")
        let model = try models.indexEmbedder(judge)
        let indexer = CorpusIndexer(
            embedder: IndexEmbedder(
                id: model.id,
                embedder: StoppableEmbedder(base: model.embedder, isStopped: console.isStopped)
            ),
            makesVectors: !arguments.has("--no-dense"),
            options: options,
            workers: Workers(threads: judge.threads)
        )
        let bars = IndexBars(console)
        let counts = try await indexer(&corpus, to: path, extending: previous) { bars.show($0) }
        bars.clear()
        if corpus.skippedFiles > 0 {
            console.say("passed over: \(counted(corpus.skippedFiles, "file")) of other kinds")
        }
        try console.write(summary(try IndexFile(path: path), counts))
        return counts.failures > 0 ? .incomplete : .success
    }

    /// The index that is brought up to date; one that is damaged is no line of input, but a wrong argument.
    private static func existing(_ path: String) throws(FielError) -> IndexFile {
        do {
            return try IndexFile(path: path)
        } catch {
            guard error.code == .malformedInput else { throw error }
            throw FielError(.invalidArgument, error.message, hint: error.hint, at: error.location)
        }
    }

    private static func options(_ arguments: Arguments) throws(FielError) -> CorpusIndexer.Options {
        var options = CorpusIndexer.Options()
        if let tokens = try arguments.count("--chunk-tokens") {
            guard tokens >= 8 else {
                throw FielError(.invalidArgument, "--chunk-tokens is \(tokens), expected at least 8")
            }
            options.chunker.tokens = tokens
            options.chunker.overlap = tokens / 5
        }
        if let overlap = try arguments.wholeNumber("--overlap") {
            guard overlap < options.chunker.tokens else {
                let tokens = options.chunker.tokens
                throw FielError(
                    .invalidArgument,
                    "--overlap is \(overlap), expected less than the \(tokens) of a chunk"
                )
            }
            options.chunker.overlap = overlap
        }
        options.index.analysis = arguments.value("--language").flatMap(LanguageAnalysis.init(code:))
        if let graph = arguments.value("--graph").flatMap(GraphPolicy.init) { options.index.graph = graph }
        options.removed = Set(arguments.all("--remove"))
        return options
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private static func summary(_ index: IndexFile, _ counts: CorpusIndexer.Report) -> String {
        let vectors =
            index.model.map { "vectors of \($0)" + (index.hasGraph ? " with a graph" : ", searched exactly") }
            ?? "no vectors"
        let changes = [
            (counts.added, "added"), (counts.replaced, "replaced"), (counts.unchanged, "unchanged"),
            (counts.removed, "removed"), (counts.empty, "without words"), (counts.failures, "unusable"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let words =
            index.options.analysis?.description ?? "every word as it is (--language indexes stems, which find more)"
        return TextLayout.printable(index.path)
            + ": \(counted(index.documentCount, "document")), \(counted(index.chunkCount, "chunk")), \(vectors)\n"
            + "words: \(words)\n"
            + (changes.isEmpty ? "nothing to do" : changes.joined(separator: ", ")) + "\n"
    }
}

/// The progress bars of the stages of a build, one after the other.
private final class IndexBars: Sendable {
    private let console: Console
    private let current = Mutex<(unit: String, bar: ProgressBar)?>(nil)

    init(_ console: Console) { self.console = console }

    func show(_ event: CorpusIndexer.Event) {
        switch event {
        case .failure(let error):
            clear()
            console.tell(error)
        case .read(let count): bar("documents", of: nil).update(done: count, position: count)
        case .writing(.embedded(let done, let total)):
            bar("chunks embedded", of: total).update(done: done, position: done)
        case .writing(.linked(let done, let total)):
            bar("vectors linked", of: total).update(done: done, position: done)
        }
    }

    private func bar(_ unit: String, of total: Int?) -> ProgressBar {
        current.withLock { current in
            if let current, current.unit == unit { return current.bar }
            let bar = ProgressBar(console, total: total, unit: unit)
            current = (unit, bar)
            return bar
        }
    }

    func clear() { current.withLock { $0?.bar.clear() } }
}

/// A sentence encoder that reads no further once the user has interrupted the run.
struct StoppableEmbedder: TextEmbedder {
    let base: any TextEmbedder
    let isStopped: @Sendable () -> Bool

    var maximumTokens: Int { base.maximumTokens }

    func tokenCounts(_ texts: [String]) -> [Int] { base.tokenCounts(texts) }

    func embed(_ texts: [String]) async throws(FielError) -> [Embedding] {
        guard !isStopped() else { throw FielError(.interrupted, "interrupted") }
        return try await base.embed(texts)
    }
}
