import FielCore
import Synchronization
import Testing

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    /// Adds and returns what stood there before.
    func add(_ amount: Int) -> Int { count.add(amount, ordering: .sequentiallyConsistent).oldValue }
}

@Suite("Workers")
struct WorkersTests {
    @Test("no number of threads is too large or too small to work with")
    func bounds() {
        #expect(Workers(threads: .max).threads == Workers.mostThreads)
        #expect(Workers(threads: .min).threads == 1)
    }

    @Test("every step runs exactly once, and a worker never runs two at a time", arguments: [1, 2, 7])
    func everyStep(threads: Int) {
        let workers = Workers(threads: threads)
        let runs = (0..<1_000).map { _ in Counter() }
        let busy = (0..<threads).map { _ in Counter() }
        let overlaps = Counter()
        workers.forEach(runs.count) { step, worker in
            if busy[worker].add(1) != 0 { _ = overlaps.add(1) }
            _ = runs[step].add(1)
            _ = busy[worker].add(-1)
        }
        #expect(runs.allSatisfy { $0.value == 1 })
        #expect(overlaps.value == 0)
    }

    @Test("mapping keeps the order")
    func order() {
        #expect(Workers(threads: 3).map(Array(0..<500)) { $0 * 2 } == Array(stride(from: 0, to: 1_000, by: 2)))
        #expect(Workers(threads: 3).map([Int]()) { $0 }.isEmpty)
    }
}
