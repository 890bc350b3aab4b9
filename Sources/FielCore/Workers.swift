import Dispatch
import Synchronization

/// A fixed number of threads that share a loop.
///
/// Each step writes only what belongs to it, so results do not depend on the number of threads.
public struct Workers: Sendable, Hashable {
    /// How many threads take part, 1 to `mostThreads`.
    public let threads: Int

    /// The most threads there are, because each has scratch space of its own.
    public static let mostThreads = 1024

    /// Uses the given number of threads, at most `mostThreads`; one per processor core where none is given.
    public init(threads: Int? = nil) {
        self.threads = min(Self.mostThreads, max(1, threads ?? ProcessorCores.available))
    }

    /// Runs `body` once for every step in `0..<count` and returns when all have run.
    ///
    /// Steps are handed out in rising order, so put the longest first. The body runs on several threads at once.
    ///
    /// - Parameters:
    ///   - count: how many steps there are.
    ///   - body: takes the step, and the worker that runs it in `0..<threads`; a worker runs one step at a time, so
    ///     scratch space can belong to the worker.
    public func forEach(_ count: Int, _ body: @Sendable (_ step: Int, _ worker: Int) -> Void) {
        let crew = min(threads, count)
        guard crew > 1 else {
            for step in 0..<max(0, count) { body(step, 0) }
            return
        }
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: crew) { worker in
            while true {
                let step = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard step < count else { return }
                body(step, worker)
            }
        }
    }
}

extension Workers {
    /// Applies a function to every element on several threads.
    ///
    /// - Returns: the results in the order of the elements.
    public func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element],
        _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        [Result](unsafeUninitializedCapacity: elements.count) { buffer, initialized in
            nonisolated(unsafe) let buffer = buffer  // each step initialises an element of its own
            forEach(elements.count) { step, _ in
                buffer.initializeElement(at: step, to: transform(elements[step]))
            }
            initialized = elements.count
        }
    }
}
