import FielCore

/// The text of an answer as its tokens come.
struct AnswerText: Sendable {
    private var stream = UTF8Stream()
    private var matcher: StopMatcher
    /// The text so far that is certain to stay.
    private(set) var text = ""

    init(_ parameters: DecodingParameters) {
        matcher = StopMatcher(parameters.stop, includesStop: parameters.includesStop)
    }

    /// Whether a stop string has ended the text.
    var hasStopped: Bool { matcher.hasStopped }

    /// Takes the bytes of a token; gives the characters that they complete.
    mutating func append(_ bytes: [UInt8]) -> String {
        let completed = stream.append(bytes)
        text += matcher.append(completed)
        return completed
    }

    /// Ends the text, with what was held back of it.
    mutating func finish() {
        guard !hasStopped else { return }
        text += matcher.append(stream.finish())
        text += matcher.finish()
    }
}
