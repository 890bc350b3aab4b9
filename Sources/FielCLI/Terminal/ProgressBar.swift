import FielCore
import FielSuite
import Synchronization

/// A line that is rewritten in place: how much is done, how fast it goes, how long it will take; updated from any thread.
final class ProgressBar: Sendable {
    private let console: Console
    private let total: Int?
    private let unit: String
    private let start = ContinuousClock.now
    private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

    /// Starts the clock.
    ///
    /// - Parameters:
    ///   - console: nothing is drawn unless its talk goes to a terminal.
    ///   - total: how much there is to do; nil where that is unknown.
    ///   - unit: what is counted.
    init(_ console: Console, total: Int?, unit: String = "answers") {
        self.console = console
        self.total = total
        self.unit = unit
    }

    /// Draws the state, at most ten times a second.
    ///
    /// - Parameters:
    ///   - done: how many are done.
    ///   - position: how much of `total` that is.
    func update(done: Int, position: Int) {
        let now = ContinuousClock.now
        let isDue = lastDrawn.withLock { last in
            guard console.errorsAreTerminal, last.map({ now - $0 > .milliseconds(100) }) ?? true else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let seconds = max((now - start) / .seconds(1), 1e-9)
        let text = Self.text(done: done, position: position, total: total, seconds: seconds, unit: unit)
        try? console.errors.write(Array("\r\u{1B}[K\(text)".utf8))
    }

    /// Clears the line, so that other text can stand there.
    func clear() {
        guard lastDrawn.withLock({ $0 != nil }) else { return }
        try? console.errors.write(Array("\r\u{1B}[K".utf8))
    }

    /// The line, such as `[#####-----] 50 %  120 answers  40.1/s  ETA 0:03`.
    static func text(done: Int, position: Int, total: Int?, seconds: Double, unit: String = "answers") -> String {
        let rate = "\(done) \(unit)  \(DecimalText.fixed(Double(done) / seconds, digits: 1))/s"
        guard let total, total > 0, position > 0 else { return rate }
        let share = min(1, Double(position) / Double(total))
        let filled = Int(share * 24)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled)
        let left = Int((seconds * (1 - share) / share).rounded(.up))
        return "[\(bar)] \(Int(share * 100)) %  \(rate)  ETA \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)"
    }
}
