public import FielCore
import FielText

/// A stretch of a passage that fits into a judge at once: whole sentences wherever a sentence fits.
public struct PassageWindow: Sendable, Hashable {
    /// The passage's position in `Sample.contexts`.
    public var context: Int
    /// The stretch, in Unicode scalars of that passage.
    public var range: Range<Int>
    /// The words of the stretch.
    public var text: String
    /// The sentences in it, in Unicode scalars of that passage.
    public var sentences: [Range<Int>]
    /// The distinct content words, found once for all the claims that are held against the window.
    let contentWords: Set<String>
}

/// Cuts passages into overlapping windows of whole sentences, so that no part of a passage goes unread.
public struct PassageWindows: Sendable {
    /// The most tokens of a window.
    public var tokens = 96
    /// The tokens of the last window that the next may repeat, so that neighbouring sentences are read together.
    public var overlap = 48

    /// The defaults: windows of 96 tokens, of which 48 may be shared with the next.
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
        return SentencePacking(tokens: tokens, overlap: overlap).windows(of: sentences, in: scalars, counter: counter)
            .map {
                let text = scalars.slice($0.range)
                return PassageWindow(
                    context: context,
                    range: $0.range,
                    text: text,
                    sentences: $0.sentences,
                    contentWords: Set(LexicalOverlap.contentWords(text))
                )
            }
    }
}
