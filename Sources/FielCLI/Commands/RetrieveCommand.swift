import Fiel
import FielCore
import FielRetrieval
import FielSuite

/// `fiel retrieve`: questions in, passages of an index out.
enum RetrieveCommand: Command {
    static let spec = CommandSpec(
        name: "retrieve",
        summary: "Find the passages of an index that match a question",
        operands: [.init(name: "IDX", help: "An index that fiel index made")],
        options: [
            .init(name: "--query", value: "Q", help: "One question"),
            .init(name: "--queries", value: "FILE|-", help: "JSON Lines with \"id\" and \"text\" or \"question\""),
            .init(
                name: "--mode",
                value: "M",
                choices: RetrievalOptions.Mode.allCases.map(\.rawValue),
                help:
                    "Words (bm25), vectors (dense: all of them, hnsw: by the graph), or both, joined by scores (hybrid) or ranks "
                    + "(rrf); hybrid unless given, bm25 for an index without vectors"
            ),
            .init(
                name: "--alpha",
                value: "A",
                help:
                    "The weight of vectors against words in hybrid: 0 is words alone, 1 vectors alone; 0.6 unless given"
            ),
            .init(
                name: "--bm25",
                value: "V",
                choices: BM25.Variant.allCases.map(\.rawValue),
                help: "The formula of BM25"
            ),
            .init(name: "--k1", value: "K", help: "How soon further occurrences of a word stop counting"),
            .init(name: "--b", value: "B", help: "How much the length of a chunk counts"),
            .init(
                name: "--rerank",
                help: "Put the best 50 in a new order by the judges, which read question and passage together"
            ),
            .init(name: "--mmr", value: "L", help: "Prefer passages that differ: the weight of relevance, from 0 to 1"),
            .init(name: "--top-k", value: "K", help: "The most passages for a question; 10 unless given"),
            .init(name: "--documents", help: "Only the best chunk of each document"),
            .init(name: "--format", value: "F", choices: ["text", "jsonl", "trec"], help: "What is printed"),
            .init(name: "--qrels", value: "FILE", help: "Measure against TREC judgements, by documents"),
            .json, .precision, .threads,
            .init(name: "--model", value: "PATH", help: "The sentence encoder that the index was made with"),
        ],
        notes: [
            "jsonl has a line for every passage: {\"query\",\"rank\",\"document\",\"chunk\",\"score\",\"range\",\"text\"}, which fiel "
                + "generate takes as --context-file. trec has the lines of a TREC run, with the ids of documents where "
                + "--documents is given, else DOCUMENT#CHUNK. text, for people, is what a terminal gets.",
            "With --qrels the means over the judged queries are printed, with 95 % bootstrap intervals, by the definitions of "
                + "trec_eval (--json for programs); the run itself too where --format is given, the figures then on standard "
                + "error.",
        ],
        examples: [
            .init(line: "fiel retrieve docs.fielindex --query 'Who may vote?'", purpose: "See what is found"),
            .init(
                line: "fiel retrieve docs.fielindex --queries q.jsonl --documents --top-k 100 --format trec > run.txt",
                purpose: "Make a run for trec_eval"
            ),
            .init(
                line: "fiel retrieve docs.fielindex --queries q.jsonl --qrels qrels.txt --mode rrf",
                purpose: "Measure how well it finds"
            ),
        ]
    )

    static func run(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        do {
            return try await retrieve(arguments, console, models)
        } catch {
            // Lines of questions are reported one by one; what is malformed beside them is the index or the judgements.
            guard error.code == .malformedInput else { throw error }
            throw FielError(.invalidArgument, error.message, hint: error.hint, at: error.location)
        }
    }

    private static func retrieve(
        _ arguments: Arguments,
        _ console: Console,
        _ models: any ModelLoader
    ) async throws(FielError) -> ExitCode {
        let index = try IndexFile(path: arguments.operands[0])
        let options = try options(arguments, index)
        let judgements = try arguments.value("--qrels").map { path throws(FielError) in
            try TRECJudgements(parsing: console.readText(path, atMost: 1 << 30), file: path)
        }
        var queries = try QuerySource(arguments, console)
        let pipeline = try pipeline(index, options, arguments, models)
        if options.mode == .hnsw, case .exact? = pipeline.denseSearch {
            console.say("the index has no graph over its \(index.chunkCount) vectors: all of them are compared")
        }
        let format = RetrievalFormat(arguments, console, measures: judgements != nil)
        var run = TRECRun()
        var failures = 0
        while let query = try queries.next(), !console.isStopped() {
            do throws(FielError) {
                let query = try query.get()
                let passages = try await pipeline.passages(for: query.text)
                try format.write(passages, for: query)
                if judgements != nil {
                    run.queries[query.id] = passages.map {
                        ScoredDocument(document: $0.chunk.document, score: $0.score)
                    }
                }
            } catch {
                guard error.location?.file == queries.name else { throw error }
                failures += 1
                console.tell(error)
            }
        }
        if console.isStopped() { return .interrupted }
        if let judgements {
            let report = RetrievalReport(run, judgements, depth: options.topK)
            let text = arguments.has("--json") ? report.json : report.text(console)
            if format.isAsked { console.say(String(text.dropLast())) } else { try console.write(text) }
        }
        return failures > 0 ? .incomplete : .success
    }

    private static func pipeline(
        _ index: IndexFile,
        _ options: RetrievalOptions,
        _ arguments: Arguments,
        _ models: any ModelLoader
    ) throws(FielError) -> RetrievalPipeline {
        var judge = try JudgeOptions(arguments)
        judge.embeddingModel = arguments.value("--model")
        let model = try options.mode.isDense || options.reranks ? models.indexEmbedder(judge) : nil
        let relevance = try model.flatMap { model throws(FielError) -> PassageRelevance? in
            guard options.reranks else { return nil }
            return PassageRelevance(entailment: try models.classifier(judge), embedder: model.embedder)
        }
        return try RetrievalPipeline(
            index,
            embedder: model,
            relevance: relevance,
            options: options,
            workers: Workers(threads: judge.threads)
        )
    }

    private static func options(_ arguments: Arguments, _ index: IndexFile) throws(FielError) -> RetrievalOptions {
        var options = RetrievalOptions()
        options.mode =
            arguments.value("--mode").flatMap(RetrievalOptions.Mode.init) ?? (index.model == nil ? .bm25 : .hybrid)
        if let alpha = try arguments.number("--alpha") { options.alpha = alpha }
        if let variant = arguments.value("--bm25").flatMap(BM25.Variant.init) { options.bm25.variant = variant }
        if let k1 = try arguments.number("--k1") { options.bm25.k1 = k1 }
        if let b = try arguments.number("--b") { options.bm25.b = b }
        if let count = try arguments.count("--top-k") { options.topK = count }
        options.reranks = arguments.has("--rerank")
        options.mmr = try arguments.number("--mmr")
        options.foldsDocuments = arguments.has("--documents") || arguments.has("--qrels")
        try options.validate()
        return options
    }
}

/// The questions that the command line names.
private struct QuerySource {
    private var single: RetrievalQuery?
    private var lines: RetrievalQueryReader?
    /// The file of the questions.
    let name: String

    init(_ arguments: Arguments, _ console: Console) throws(FielError) {
        name = arguments.value("--queries") ?? ""
        switch (arguments.value("--query"), arguments.value("--queries")) {
        case (let text?, nil):
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw FielError(.invalidArgument, "--query is empty, expected a question")
            }
            single = RetrievalQuery(id: "q", text: text)
        case (nil, let path?): lines = RetrievalQueryReader(try console.open(path))
        default: throw FielError(.invalidArgument, "expected either --query or --queries")
        }
    }

    /// The next question, or what is wrong with its line; nil at the end.
    mutating func next() throws(FielError) -> Result<RetrievalQuery, FielError>? {
        if let query = single {
            single = nil
            return .success(query)
        }
        return try lines?.next()
    }
}
