import FielCore
import FielSuite
import Synchronization

/// A line on the terminal that tells how far a download has come; updated from any thread.
final class DownloadBar: Sendable {
    private let console: Console
    private let start = ContinuousClock.now
    private let state = Mutex<(drawn: ContinuousClock.Instant?, first: Int?)>((nil, nil))

    /// Nothing is drawn unless the console's talk goes to a terminal.
    init(_ console: Console) { self.console = console }

    /// Draws the state, at most ten times a second.
    func update(_ done: Int, _ total: Int?) {
        guard console.errorsAreTerminal else { return }
        let now = ContinuousClock.now
        let first = state.withLock { state -> Int? in
            guard state.drawn.map({ now - $0 > .milliseconds(100) }) ?? true else { return nil }
            state = (now, state.first ?? done)
            return state.first
        }
        guard let first else { return }
        let text = Self.text(done, of: total, since: first, seconds: (now - start) / .seconds(1))
        try? console.errors.write(Array("\r\u{1B}[K\(text)".utf8))
    }

    /// Clears the line, so that other text can stand there.
    func clear() {
        guard state.withLock({ $0.drawn != nil }) else { return }
        try? console.errors.write(Array("\r\u{1B}[K".utf8))
    }

    /// The line, such as `[######------] 50 %  49.2 MB  10.1 MB/s  ETA 0:05`.
    ///
    /// - Parameters:
    ///   - done: the bytes there are.
    ///   - total: all bytes, where known.
    ///   - first: the bytes that were there at the start, from an earlier download.
    ///   - seconds: since the start.
    static func text(_ done: Int, of total: Int?, since first: Int, seconds: Double) -> String {
        let rate = Double(done - first) / max(seconds, 1e-9)
        let speed = "\(megabytes(done))  \(megabytes(Int(min(rate, 1e15))))/s"
        guard let total, total > 0 else { return speed }
        let share = min(1, Double(done) / Double(total))
        let filled = Int(share * 24)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled)
        let line = "[\(bar)] \(Int(share * 100)) %  \(speed)"
        guard rate > 1 else { return line }
        let left = Int(min(Double(total - min(done, total)) / rate, 359_999).rounded(.up))
        return line + "  ETA \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)"
    }

    /// Bytes as people read them, such as `98.4 MB`.
    static func megabytes(_ bytes: Int) -> String { DecimalText.fixed(Double(bytes) / 1e6, digits: 1) + " MB" }
}
