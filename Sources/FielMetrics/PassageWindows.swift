public import FielCore
import FielText

/// A stretch of a passage, with what is asked of it more than once.
public struct PassageStretch: Sendable, Hashable {
    /// The passage's position in `Sample.contexts`.
    public var context: Int
    /// The stretch, in Unicode scalars of that passage.
    public var range: Range<Int>
    /// The words of the stretch.
    public let text: String
    /// The words as people write them, which is what the classifier reads; made once for all the claims that are held against them.
    let premise: String
    /// The distinct content words, found once as well.
    let contentWords: Set<String>

    init(context: Int, range: Range<Int>, text: String, contentWords: Set<String>) {
        (self.context, self.range, self.text, self.contentWords) = (context, range, text, contentWords)
        premise = PretokenizedText.joined(text)
    }
}

/// A stretch of a passage that fits into a judge at once: whole sentences wherever a sentence fits.
public struct PassageWindow: Sendable, Hashable {
    /// The whole window.
    public var stretch: PassageStretch
    /// The sentences in it, or parts of one that is too long.
    public var sentences: [PassageStretch]

    /// The words of the window.
    public var text: String { stretch.text }
    /// The passage's position in `Sample.contexts`.
    public var context: Int { stretch.context }
    /// The window, in Unicode scalars of the passage.
    public var range: Range<Int> { stretch.range }
    /// The distinct content words.
    var contentWords: Set<String> { stretch.contentWords }
}

/// Cuts passages into windows of whole sentences, so that no part of a passage goes unread.
public struct PassageWindows: Sendable {
    /// The most tokens of a window.
    public var tokens = 96
    /// The tokens of the last window that the next may repeat.
    public var overlap = 0

    /// The defaults: windows of 96 tokens that repeat nothing, which `results/ablation.md` compares with others.
    public init() {}

    /// The windows of every passage, in order.
    ///
    /// - Parameters:
    ///   - contexts: the passages.
    ///   - counter: counts tokens as the judge does that will read the windows.
    public func windows(over contexts: [String], counter: any TokenCounting) -> [PassageWindow] {
        contexts.indices.flatMap { windows(over: contexts[$0], at: $0, counter: counter) }
    }

    private func windows(over passage: String, at context: Int, counter: any TokenCounting) -> [PassageWindow] {
        let scalars = ScalarText(passage)
        let sentences = SentenceSplitter.sentences(in: passage).map(\.range)
        var known: [Range<Int>: PassageStretch] = [:]
        return SentencePacking(tokens: tokens, overlap: overlap).windows(of: sentences, in: scalars, counter: counter)
            .map { window in
                // Where windows overlap, a sentence is read once for all of them.
                let sentences = window.sentences.map { range in
                    let text = scalars.slice(range)
                    let stretch =
                        known[range]
                        ?? PassageStretch(
                            context: context,
                            range: range,
                            text: text,
                            contentWords: Set(LexicalOverlap.contentWords(text))
                        )
                    known[range] = stretch
                    return stretch
                }
                let whole = PassageStretch(
                    context: context,
                    range: window.range,
                    text: scalars.slice(window.range),
                    contentWords: sentences.reduce(into: []) { $0.formUnion($1.contentWords) }
                )
                return PassageWindow(stretch: whole, sentences: sentences)
            }
    }
}
