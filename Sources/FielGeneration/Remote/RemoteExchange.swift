import FielCore
import FielNetwork

/// One request's reply as it comes: whole, or as a stream of events.
struct RemoteExchange {
    /// Whether text has gone to the caller, so that the request cannot be sent again.
    private(set) var hasHandedOn = false

    private let onText: (@Sendable (String) -> Void)?
    private var reply: RemoteReply
    private var events = ServerSentEvents()
    private var body: [UInt8] = []
    private var isStream = false

    /// Before the reply's head.
    init(samples: Int, onText: (@Sendable (String) -> Void)?) {
        self.onText = onText
        reply = RemoteReply(samples: samples)
    }

    /// Takes the head of the reply.
    mutating func start(_ head: HTTPHead?) {
        isStream = head?.status == 200 && head?.headers["content-type"]?.hasPrefix("text/event-stream") == true
    }

    /// Takes bytes of the body; false at the end of a stream.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(FielError) -> Bool {
        guard isStream else {
            body += bytes
            return true
        }
        for event in events.take(bytes) {
            if event.elementsEqual("[DONE]".utf8) { return false }
            handOn(try reply.take(event))
        }
        return true
    }

    /// The answers, after the last byte.
    mutating func finish(_ head: HTTPHead, _ url: String) throws(HTTPFailure) -> [Generation] {
        guard head.status == 200 else { throw HTTPFailure(status: head, of: url, body: body) }
        do {
            if !isStream {
                var whole = reply
                let text = try whole.take(body)
                let generations = try whole.finished()
                handOn(text)
                return generations
            }
            return try reply.finished()
        } catch {
            throw HTTPFailure(error)
        }
    }

    private mutating func handOn(_ text: String) {
        guard let onText, !text.isEmpty else { return }
        hasHandedOn = true
        onText(text)
    }
}
