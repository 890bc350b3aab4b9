import FielCore
import Foundation

/// One line of `fixtures/metrics/text.jsonl`: an answer with its references, and what the reference packages say of it.
struct ReferenceGolden {
    let answer: String
    let references: [String]
    private let values: [String: JSONValue]

    /// All lines, in order.
    static func all() throws -> [ReferenceGolden] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: root.appendingPathComponent("fixtures/metrics/text.jsonl"))
        return try data.split(separator: 0x0A).map { line in
            let values = try JSONValue(parsing: line).object ?? [:]
            return ReferenceGolden(
                answer: values["answer"]?.string ?? "",
                references: values["references"]?.array?.compactMap(\.string) ?? [],
                values: values
            )
        }
    }

    /// What a package says, in 0...1.
    func value(_ metric: String) -> Double { values[metric]?.number ?? .nan }

    /// What SQuAD's definition says with the articles of a language.
    func value(_ metric: String, _ language: String) -> Double {
        values[language]?.object?[metric]?.number ?? .nan
    }

    /// The sample to be scored.
    var sample: Sample {
        Sample(
            answer: answer,
            reference: references.first,
            metadata: ["references": .array(references.map(JSONValue.string))]
        )
    }
}

/// The line with the largest difference from what a package says.
func worst(_ goldens: [ReferenceGolden], _ metric: String, _ score: (ReferenceGolden) -> Double?)
    -> (difference: Double, answer: String)
{
    goldens.map { golden in
        let difference = abs((score(golden) ?? .infinity) - golden.value(metric))
        return (difference.isNaN ? .infinity : difference, golden.answer)
    }
    .max { $0.0 < $1.0 } ?? (.infinity, "")
}
