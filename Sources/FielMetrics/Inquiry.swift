package import FielCore

/// A question to the judges and what becomes of their answers: texts to embed, then pairs to judge, then a result.
///
/// Inquiries compose, so that whatever all metrics want to know of all samples is put to each judge in one call, and a text
/// or pair that several of them ask for is judged once.
package struct Inquiry<Result: Sendable>: Sendable {
    /// The second half of an inquiry: what is asked once the embeddings are known.
    package struct Judging: Sendable {
        /// The pairs to be judged.
        package let pairs: [TextPair]
        /// Takes one score a pair, in order.
        package let result: @Sendable ([EntailmentScores]) -> Result

        package init(pairs: [TextPair], result: @escaping @Sendable ([EntailmentScores]) -> Result) {
            (self.pairs, self.result) = (pairs, result)
        }
    }

    /// The texts to be embedded.
    package let texts: [String]
    /// Takes one embedding a text, in order.
    package let judging: @Sendable ([Embedding]) -> Judging

    package init(texts: [String], judging: @escaping @Sendable ([Embedding]) -> Judging) {
        (self.texts, self.judging) = (texts, judging)
    }

    /// A result that is known without any judge.
    package static func known(_ result: Result) -> Inquiry {
        Inquiry(texts: []) { _ in Judging(pairs: []) { _ in result } }
    }

    /// An inquiry that needs embeddings only.
    package static func embedding(
        _ texts: [String],
        result: @escaping @Sendable ([Embedding]) -> Result
    ) -> Inquiry {
        Inquiry(texts: texts) { embeddings in Judging(pairs: []) { _ in result(embeddings) } }
    }

    /// An inquiry that needs no embedding.
    package static func judging(
        _ pairs: [TextPair],
        result: @escaping @Sendable ([EntailmentScores]) -> Result
    ) -> Inquiry {
        Inquiry(texts: []) { _ in Judging(pairs: pairs, result: result) }
    }

    /// The same inquiry with another result.
    package func map<Other>(_ transform: @escaping @Sendable (Result) -> Other) -> Inquiry<Other> {
        Inquiry<Other>(texts: texts) { embeddings in
            let judging = judging(embeddings)
            return .init(pairs: judging.pairs) { transform(judging.result($0)) }
        }
    }

    /// This inquiry and another, side by side.
    package func and<Other>(_ other: Inquiry<Other>) -> Inquiry<(Result, Other)> {
        Inquiry<(Result, Other)>(texts: texts + other.texts) { embeddings in
            let first = judging(Array(embeddings.prefix(texts.count)))
            let second = other.judging(Array(embeddings.dropFirst(texts.count)))
            return .init(pairs: first.pairs + second.pairs) { scores in
                let count = first.pairs.count
                return (first.result(Array(scores.prefix(count))), second.result(Array(scores.dropFirst(count))))
            }
        }
    }

    /// Any number of inquiries side by side, with their results in order.
    package static func all(_ parts: [Inquiry<Result>]) -> Inquiry<[Result]> {
        Inquiry<[Result]>(texts: parts.flatMap(\.texts)) { embeddings in
            let shares = embeddings.cut(by: parts.map(\.texts.count))
            let judgings = zip(parts, shares).map { $0.judging($1) }
            return .init(pairs: judgings.flatMap(\.pairs)) { scores in
                zip(judgings, scores.cut(by: judgings.map(\.pairs.count))).map { $0.result($1) }
            }
        }
    }
}

extension Array {
    /// Stretches of the given lengths, one after the other.
    fileprivate func cut(by lengths: [Int]) -> [[Element]] {
        var rest = self[...]
        return lengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
    }
}

extension Inquiry {
    /// Puts the inquiry to the judges: each distinct text and each distinct pair once, in one call each.
    ///
    /// - Throws: `FielError` where a judge cannot be run.
    package func answer(
        _ entailment: any EntailmentModel,
        _ embedder: any TextEmbedder
    ) async throws(FielError) -> Result {
        let texts = Distinct(texts) { Array($0.utf8) }
        let embeddings = texts.values.isEmpty ? [] : try await embedder.embed(texts.values)
        let judging = judging(try texts.spread(embeddings, from: "the embedder"))
        let pairs = Distinct(judging.pairs) { [Array($0.premise.utf8), Array($0.hypothesis.utf8)] }
        let scores = pairs.values.isEmpty ? [] : try await entailment.classify(pairs.values)
        return judging.result(try pairs.spread(scores, from: "the classifier"))
    }
}

/// Values without their repetitions: passages recur from sample to sample, and metrics ask for the same pairs.
private struct Distinct<Value> {
    /// Each value once, in order of first occurrence.
    private(set) var values: [Value] = []
    private var places: [Int] = []

    /// - Parameter key: the bytes that tell values apart; strings that are canonically equivalent are equal to Swift, but
    ///   need not be to a judge.
    init<Key: Hashable>(_ all: [Value], key: (Value) -> Key) {
        var known: [Key: Int] = [:]
        for value in all {
            let key = key(value)
            if let place = known[key] {
                places.append(place)
            } else {
                known[key] = values.count
                places.append(values.count)
                values.append(value)
            }
        }
    }

    /// One answer for every value that there was, from one for each distinct value.
    func spread<Answer>(_ answers: [Answer], from judge: String) throws(FielError) -> [Answer] {
        guard answers.count == values.count else {
            throw FielError(.internalError, "\(judge) gave \(answers.count) results for \(values.count) inputs")
        }
        return places.map { answers[$0] }
    }
}
