import FielCore
import FielText

/// Passages and names of other samples, to be put where they do not belong.
struct StressDonors: Sendable {
    private struct Passage: Sendable {
        var text: String
        var owner: String
        var language: Language
    }

    /// The most passages and names that are kept of one block of samples.
    private static let limit = 4096

    private var passages: [Passage] = []
    private var names: [(name: DonorName, owner: String)] = []

    /// Collects what the samples have, in order.
    init(_ samples: [Sample]) {
        for sample in samples {
            for passage in sample.contexts where passages.count < Self.limit && !passage.isEmpty {
                passages.append(Passage(text: passage, owner: sample.id, language: .guess(passage)))
                guard names.count < Self.limit else { continue }
                names += DonorName.names(in: passage).map { ($0, sample.id) }
            }
        }
    }

    /// The passages of other samples in the sample's language.
    func passages(for sample: Sample) -> [String] {
        let language = Language.guess(sample.contexts.first ?? sample.answer)
        return passages.filter { $0.owner != sample.id && $0.language == language }.map(\.text)
    }

    /// The names of other samples.
    func names(for sample: Sample) -> [DonorName] { names.filter { $0.owner != sample.id }.map(\.name) }
}
