import FielCore
import FielSuite
import Synchronization

/// A producer that sends one line at a time and is never ahead of its reader.
final class SlowSource: ByteSource {
    let name = "-"
    let isReady = false
    private let total: Int
    private let sent = Mutex(0)
    private let observer = Mutex<(@Sendable (Int) -> Void)?>(nil)

    init(lines: Int) {
        total = lines
    }

    /// Called before each line with how many lines were sent before it.
    var onRead: (@Sendable (Int) -> Void)? {
        get { observer.withLock { $0 } }
        set { observer.withLock { $0 = newValue } }
    }

    func read(atMost count: Int) -> [UInt8] {
        let number = sent.withLock { sent in
            defer { sent += 1 }
            return sent
        }
        onRead?(number)
        return number < total ? Array("{\"answer\":\"\(number)\"}\n".utf8) : []
    }
}
