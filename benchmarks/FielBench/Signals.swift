import Fiel
import FielCore
import FielEngine
import FielMetrics
import FielModels

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Prints what the judges find for each sample of a data set, before calibration, as JSONL.
///
/// `benchmarks/calibrate.py` fits the calibrations on it.
enum Signals {
    /// What is found for the claims, the passages and the parts of the question.
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 1 else { throw FielError(.invalidArgument, "usage: FielBench signals SAMPLES.jsonl") }
        let evaluator = try Evaluator()
        for batch in try batches(of: arguments[0]) {
            for signals in try await evaluator.signals(of: batch) {
                print(line(claims: signals.claims, contexts: signals.contexts, answer: signals.answerParts))
            }
        }
    }

    /// The same for the passages and the parts of the question alone, for which the classifier need not run.
    static func relevance(_ arguments: [String]) async throws {
        guard arguments.count == 1 else {
            throw FielError(.invalidArgument, "usage: FielBench relevance SAMPLES.jsonl")
        }
        let (classifier, encoder) = try judges()
        for batch in try batches(of: arguments[0]) {
            let inquiries = batch.map { sample in
                let prepared = PreparedSample(sample, counter: classifier)
                return ContextRelevance().inquiry(about: prepared).and(AnswerRelevance().inquiry(about: prepared))
            }
            for found in try await Inquiry.all(inquiries).answer(classifier, encoder) {
                print(line(claims: [], contexts: found.0, answer: found.1))
            }
        }
    }

    /// The embedded models.
    static func judges() throws -> (classifier: PairClassifier, encoder: SentenceEncoder) {
        (
            try PairClassifier(path: EmbeddedModel.nli.path(), options: EngineOptions()),
            try SentenceEncoder(path: EmbeddedModel.embed.path(), options: EngineOptions())
        )
    }

    /// The samples of a JSONL file, some at a time.
    static func batches(of path: String) throws -> [[Sample]] {
        let samples = try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n")).map(sample)
        return stride(from: 0, to: samples.count, by: 32).map { Array(samples[$0..<min($0 + 32, samples.count)]) }
    }

    private static func sample(_ line: Data.SubSequence) throws(FielError) -> Sample {
        let row = try JSONValue(parsing: line).object ?? [:]
        return Sample(
            question: row["question"]?.string,
            contexts: row["contexts"]?.array?.compactMap(\.string) ?? [],
            answer: row["answer"]?.string ?? ""
        )
    }

    private static func line(
        claims: [Groundedness.Signals],
        contexts: [ContextRelevance.Signals],
        answer: [AnswerRelevance.Signals]
    ) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("claims")
            writer.array { writer in
                for claim in claims { write(claim, to: &writer) }
            }
            writer.key("contexts")
            writer.array { writer in
                for context in contexts {
                    writer.array { writer in
                        writer.value(context.similarity)
                        writer.value(context.recall)
                    }
                }
            }
            writer.key("answer")
            writer.array { writer in
                for part in answer {
                    writer.array { writer in
                        writer.value(part.similarity)
                        writer.value(part.recall)
                        writer.value(part.hasType == true ? 1 : 0)
                        writer.value(part.hasType == false ? 1 : 0)
                        writer.value(part.sourceCoverage)
                        writer.value(part.sourceSimilarity)
                        writer.value(part.sourceRecall)
                        writer.value(part.isEcho ? 1 : 0)
                        writer.value(part.isShort ? 1 : 0)
                    }
                }
            }
        }
        return writer.text
    }

    /// One claim's signals as an array.
    static func write(_ claim: Groundedness.Signals, to writer: inout JSONWriter) {
        writer.array { writer in
            writer.value(claim.entailment)
            writer.value(claim.contradiction)
            writer.value(claim.recall)
            writer.value(claim.similarity)
            writer.value(claim.missingFigures.count)
            writer.value(claim.missingNames.count)
        }
    }
}
