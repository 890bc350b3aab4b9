import Dispatch
import Synchronization

/// A fixed number of threads that share a loop.
///
/// Each step writes only what belongs to it, so results do not depend on the number of threads.
public struct Workers: Sendable, Hashable {
    /// How many threads take part, at least 1.
    public let threads: Int

    /// Uses the given number of threads; one per processor core where none is given.
    public init(threads: Int? = nil) {
        self.threads = max(1, threads ?? ProcessorCores.available)
    }

    /// Runs `body` once for every step in `0..<count` and returns when all have run.
    ///
    /// Steps are handed out in rising order, so put the longest first. The body runs on several threads at once.
    public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let crew = min(threads, count)
        guard crew > 1 else {
            for step in 0..<max(0, count) { body(step) }
            return
        }
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: crew) { _ in
            while true {
                let step = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard step < count else { return }
                body(step)
            }
        }
    }
}
