package import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How often and when a request that failed for the moment is sent again.
///
/// Exponential back-off with equal jitter: half of each wait is fixed, half random from a seed.
package struct RetryPolicy: Sendable {
    /// The most attempts, the first one counted.
    package var attempts = 5
    /// The seconds before the second attempt; doubled for each further one.
    package var firstWait = 0.5
    /// The most seconds of one wait.
    ///
    /// A server that asks for more is not asked again.
    package var longestWait = 60.0
    /// Where the random numbers start.
    package var seed: UInt64 = 0

    /// Five attempts, the first wait half a second.
    package init() {}

    /// The seconds to wait after so many failed attempts, in half of to all of the doubled first wait.
    func wait(after failures: Int, _ random: inout SeededGenerator) -> Double {
        let whole = min(longestWait, firstWait * Double(UInt64(1) << UInt64(min(failures - 1, 40))))
        return whole / 2 + whole / 2 * Double(random.next() >> 11) / Double(UInt64(1) << 53)
    }

    /// Runs work until it succeeds, fails for good, or the attempts are used up.
    ///
    /// - Parameters:
    ///   - isCancelled: asked while waiting.
    ///   - work: does one attempt.
    package func run<Value>(
        isCancelled: () -> Bool = { false },
        _ work: () throws(HTTPFailure) -> Value
    ) throws(FielError) -> Value {
        var random = SeededGenerator(seed: seed)
        var failures = 0
        while true {
            let failure: HTTPFailure
            do { return try work() } catch { failure = error }
            failures += 1
            guard failure.isTransient, failures < attempts, !isCancelled() else { throw failure.error }
            let own = wait(after: failures, &random)
            let asked = failure.retryAfter ?? 0
            guard asked <= longestWait else {
                var error = failure.error
                error.hint = "the server asks to wait \(Int(asked)) s before the next request"
                throw error
            }
            let end = ContinuousClock.now + .seconds(max(own, asked))
            while ContinuousClock.now < end && !isCancelled() { pause(until: end) }
        }
    }

    /// The seconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3): a number, or a date.
    ///
    /// - Parameter now: seconds since 1970.
    package static func seconds(retryAfter value: String?, now: Double = Date().timeIntervalSince1970) -> Double? {
        guard let value else { return nil }
        if let seconds = Int(value) { return seconds >= 0 ? Double(seconds) : nil }
        return HTTPDate(value).map { max(0, Double($0.seconds) - now) }
    }
}
