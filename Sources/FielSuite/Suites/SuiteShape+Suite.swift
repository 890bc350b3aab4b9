import Fiel
import FielCore
import FielGeneration

extension SuiteShape {
    /// The whole of a suite file.
    static let suite = SuiteShape.object([
        .init(name: "name", shape: .text, help: "What the suite is called in reports; its file's name unless given"),
        .init(name: "dataset", shape: .either([.text, .object(dataset)]), help: "Answers to be scored"),
        .init(name: "corpus", shape: .either([.text, .object(corpus)]), help: "The documents that passages come from"),
        .init(name: "questions", shape: .either([.text, .object(questions)]), help: "Questions to be answered"),
        .init(
            name: "configurations",
            shape: .oneOrMore(.object(configuration)),
            help: "How questions are answered: every combination of the values that are arrays"
        ),
        .init(
            name: "metrics",
            shape: .list(.choice(Evaluator.catalog.map(\.id) + ["all"])),
            help: "The metrics to compute"
        ),
        .init(
            name: "gates",
            shape: .list(.text),
            help: "What must hold, such as \"groundedness.mean >= 0.85\" or \"[rag-token] groundedness.mean >= 0.8\""
        ),
        .init(
            name: "baseline",
            shape: .either([.text, .object(baseline)]),
            help: "The name of a configuration, or a results file, that the others are compared with"
        ),
        .init(name: "outputs", shape: .object(outputs), help: "Reports, by paths in the folder of the results"),
        .init(name: "judges", shape: .object(judges), help: "The models that score"),
        .init(
            name: "threads",
            shape: .whole(1...Workers.mostThreads),
            help: "Threads to use; results do not depend on it"
        ),
        .init(name: "seed", shape: seed, help: "Where random numbers start, unless a configuration says otherwise"),
        .init(
            name: "cache",
            shape: .either([.flag, .object(cache)]),
            help: "Whether and where answers and judgements are kept for the next run"
        ),
    ])

    private static let seed = SuiteShape.whole(0...(1 << 53))
    private static let limit = Member(name: "limit", shape: .whole(1...Int(Int32.max)), help: "Only the first rows")

    private static let dataset: [Member] = [
        .init(name: "path", shape: .text, help: "JSON Lines, JSON or CSV", isNeeded: true),
        .init(
            name: "map",
            shape: .object(
                FieldMap.Part.allCases.map {
                    .init(name: $0.rawValue, shape: .text, help: "The field that holds it; dots reach into objects")
                }
            ),
            help: "Which field holds what"
        ),
        limit,
    ]

    private static let corpus: [Member] = [
        .init(name: "paths", shape: .oneOrMore(.text), help: "Files and folders of documents"),
        .init(name: "index", shape: .text, help: "A file that fiel index made, in place of paths"),
        .init(
            name: "language",
            shape: .choice(["en", "pt", "none"]),
            help: "The language whose word stems are indexed, without its function words; none unless given"
        ),
        .init(
            name: "chunk",
            shape: .object([
                .init(name: "tokens", shape: .whole(8...100_000), help: "The most tokens of a chunk; 200 unless given"),
                .init(
                    name: "overlap",
                    shape: .whole(0...100_000),
                    help: "The tokens that neighbouring chunks may share; a fifth of a chunk unless given"
                ),
            ]),
            help: "How documents are cut"
        ),
    ]

    private static let questions: [Member] = [
        .init(
            name: "path",
            shape: .text,
            help: "JSON Lines with question, and id, reference, contexts, answerable and metadata where there are some",
            isNeeded: true
        ),
        limit,
    ]

    private static let configuration: [Member] = [
        .init(name: "name", shape: .text, help: "The configuration's name; made from what varies unless given"),
        .init(
            name: "strategy",
            shape: .oneOrMore(.choice(Strategy.allCases.map(\.rawValue))),
            help: "How passages take part; rag-concat unless given"
        ),
        .init(name: "retriever", shape: .oneOrMore(.object(retriever)), help: "How passages are found"),
        .init(name: "topK", shape: .oneOrMore(.whole(1...1000)), help: "The passages of a question; 3 unless given"),
        .init(
            name: "technique",
            shape: .oneOrMore(.choice(Technique.allCases.map(\.rawValue))),
            help: "How the question is put; zero-shot unless given"
        ),
        .init(
            name: "template",
            shape: .oneOrMore(
                .object(
                    (TechniqueTemplates.names + PassageTemplates().all.map(\.name)).map {
                        .init(name: $0, shape: .text, help: "The words in place of those of this template")
                    }
                )
            ),
            help: "Words in place of the templates' own"
        ),
        .init(name: "system", shape: .oneOrMore(.text), help: "The system turn"),
        .init(name: "examples", shape: .text, help: "Solved questions for k-shot and chain-of-thought: JSON Lines"),
        .init(name: "decoding", shape: .oneOrMore(.object(decoding)), help: "How answers are drawn"),
        .init(name: "model", shape: .oneOrMore(.text), help: "The language model; smollm2 unless given"),
        .init(name: "endpoint", shape: .text, help: "The address of a service with OpenAI's interface; needs model"),
        .init(name: "seed", shape: .oneOrMore(seed), help: "Where random numbers start"),
        .init(
            name: "priorTemperature",
            shape: .oneOrMore(.number(0...1000, isOpen: true)),
            help: "The prior of the passages is softmax(score / T); 1 unless given"
        ),
    ]

    private static let retriever: [Member] = [
        .init(
            name: "mode",
            shape: .choice(RetrievalOptions.Mode.allCases.map(\.rawValue)),
            help: "Words, vectors or both; hybrid unless given, bm25 for an index without vectors"
        ),
        .init(name: "alpha", shape: .number(0...1), help: "The weight of vectors against words in hybrid"),
        .init(name: "rerank", shape: .flag, help: "Whether a model that reads question and passage orders them anew"),
        .init(name: "mmr", shape: .number(0...1), help: "The weight of relevance against difference"),
        .init(name: "documents", shape: .flag, help: "Whether only the best chunk of each document counts"),
    ]

    private static let decoding: [Member] = [
        .init(name: "method", shape: .choice(["greedy", "sample", "beam"]), help: "How tokens are chosen"),
        .init(name: "maxTokens", shape: .whole(1...100_000), help: "The most tokens of an answer; 64 unless given"),
        .init(name: "temperature", shape: .number(0...100, isOpen: true), help: "Logits are divided by it"),
        .init(name: "topK", shape: .whole(0...1_000_000), help: "Sample from the most probable tokens; 0 for all"),
        .init(name: "topP", shape: .number(0...1), help: "Sample from the tokens that together reach it"),
        .init(
            name: "minP",
            shape: .number(0...1),
            help: "Sample from tokens of this share of the greatest probability"
        ),
        .init(
            name: "repetitionPenalty",
            shape: .number(0...100, isOpen: true),
            help: "Divides the logits of tokens that were there before"
        ),
        .init(name: "presencePenalty", shape: .number(-2...2), help: "Subtracted from the logits of tokens seen"),
        .init(name: "frequencyPenalty", shape: .number(-2...2), help: "Subtracted each time that a token was seen"),
        .init(name: "stop", shape: .oneOrMore(.text), help: "Texts that end an answer"),
        .init(name: "beams", shape: .whole(1...256), help: "The hypotheses of a beam search; 4 unless given"),
        .init(name: "lengthPenalty", shape: .number(-10...10), help: "Beams are ranked by log p / length^X"),
    ]

    private static let baseline: [Member] = [
        .init(name: "results", shape: .text, help: "A results file"),
        .init(name: "configuration", shape: .text, help: "The name of a configuration, here or in the results file"),
        .init(name: "maxDrop", shape: .number(0...1_000), help: "The drop of a mean that must be ruled out"),
        .init(
            name: "alpha",
            shape: .number(0...0.5, isOpen: true),
            help: "How often a difference may be called significant where there is none; 0.05 unless given"
        ),
    ]

    private static let outputs: [Member] = ["html", "junit", "sarif", "markdown", "csv"].map {
        .init(name: $0, shape: .text, help: "The file of this report")
    }

    private static let judges: [Member] = [
        .init(name: "nli", shape: .text, help: "An NLI classifier: a GGUF file or a Hugging Face folder"),
        .init(name: "adapter", shape: .text, help: "An adapter for the NLI classifier, as fiel tune makes it"),
        .init(name: "embed", shape: .text, help: "A sentence encoder: a GGUF file or a Hugging Face folder"),
        .init(name: "calibration", shape: .text, help: "A calibration that fiel calibrate wrote"),
        .init(name: "precision", shape: .choice(["f32", "int8"]), help: "Arithmetic of the judges; int8 unless given"),
    ]

    private static let cache: [Member] = [
        .init(name: "folder", shape: .text, help: "Where it is; cache in the folder of the results unless given"),
        .init(name: "megabytes", shape: .whole(1...1_000_000), help: "The most it may hold; 512 unless given"),
    ]
}
