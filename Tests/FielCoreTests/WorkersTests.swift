import FielCore
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
    @Test("every step runs exactly once, and a worker never runs two at a time", arguments: [1, 2, 7])
    func everyStep(threads: Int) {
        let workers = Workers(threads: threads)
        let runs = (0..<1_000).map { _ in Atomic<Int>(0) }
        let busy = (0..<threads).map { _ in Atomic<Bool>(false) }
        let overlaps = Atomic<Int>(0)
        workers.forEach(runs.count) { step, worker in
            if busy[worker].exchange(true, ordering: .sequentiallyConsistent) { overlaps.add(1, ordering: .relaxed) }
            runs[step].add(1, ordering: .relaxed)
            busy[worker].store(false, ordering: .sequentiallyConsistent)
        }
        #expect(runs.allSatisfy { $0.load(ordering: .relaxed) == 1 })
        #expect(overlaps.load(ordering: .relaxed) == 0)
    }

    @Test("mapping keeps the order")
    func order() {
        #expect(Workers(threads: 3).map(Array(0..<500)) { $0 * 2 } == Array(stride(from: 0, to: 1_000, by: 2)))
        #expect(Workers(threads: 3).map([Int]()) { $0 }.isEmpty)
    }
}
