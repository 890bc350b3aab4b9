import Fiel
import FielCore
import FielMetrics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Prints what the judges find for each sample of a data set, before calibration, as JSONL.
///
/// `benchmarks/calibrate.py` fits the calibrations on it.
enum Signals {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 1 else { throw FielError(.invalidArgument, "usage: FielBench signals SAMPLES.jsonl") }
        let data = try Data(contentsOf: URL(filePath: arguments[0]))
        let evaluator = try Evaluator()
        let samples = try data.split(separator: UInt8(ascii: "\n")).map(sample)
        for start in stride(from: 0, to: samples.count, by: 32) {
            for signals in try await evaluator.signals(of: Array(samples[start..<min(start + 32, samples.count)])) {
                print(line(signals))
            }
        }
    }

    private static func sample(_ line: Data.SubSequence) throws(FielError) -> Sample {
        let row = try JSONValue(parsing: line).object ?? [:]
        return Sample(
            question: row["question"]?.string,
            contexts: row["contexts"]?.array?.compactMap(\.string) ?? [],
            answer: row["answer"]?.string ?? ""
        )
    }

    private static func line(_ signals: SampleSignals) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("claims")
            writer.array { writer in
                for claim in signals.claims {
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
            writer.key("contexts")
            writer.array { writer in
                for context in signals.contexts {
                    writer.array { writer in
                        writer.value(context.similarity)
                        writer.value(context.recall)
                    }
                }
            }
            writer.key("answer")
            writer.array { writer in
                for part in signals.answerParts {
                    writer.array { writer in
                        writer.value(part.similarity)
                        writer.value(part.recall)
                        writer.value(part.hasType == true ? 1 : 0)
                        writer.value(part.hasType == false ? 1 : 0)
                        writer.value(part.isShort ? 1 : 0)
                    }
                }
            }
        }
        return writer.text
    }
}
