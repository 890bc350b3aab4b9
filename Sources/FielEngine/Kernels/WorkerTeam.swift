import CFielKernels
import Dispatch
import FielCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Threads that stay together through many short loops.
///
/// A decoder's pass is some hundred loops of a few microseconds each: too short to wake threads for every one. One thread
/// leads and runs the code between the loops; the others wait for the next loop without going to sleep. Should the system
/// give the leader no other thread, it does all the work itself.
///
/// As with `Workers`, each step writes only what belongs to it, so results do not depend on the number of threads.
final class WorkerTeam: Sendable {
    /// The number of threads that may take part.
    let threads: Int
    /// The loop that is open, as an odd number; even while none is.
    private let ticket = Atomic<Int>(0)
    private let next = Atomic<Int>(0)
    /// The helpers that are looking at the loop.
    private let inside = Atomic<Int>(0)
    private let finished = Atomic<Bool>(false)
    nonisolated(unsafe) private var job: Job?  // written by the leader while no loop is open and no helper inside

    private struct Job {
        let count: Int
        let body: UnsafePointer<(Int, Int) -> Void>
    }

    private init(threads: Int) { self.threads = threads }

    /// Runs `lead` with a team, and returns what it returns.
    static func run<Result: Sendable>(_ workers: Workers, _ lead: @Sendable (WorkerTeam) -> Result) -> Result {
        let team = WorkerTeam(threads: workers.threads)
        guard workers.threads > 1 else { return lead(team) }
        let places = Atomic<Int>(0)
        let result = Mutex<Result?>(nil)
        DispatchQueue.concurrentPerform(iterations: workers.threads) { _ in
            let place = places.wrappingAdd(1, ordering: .relaxed).oldValue
            guard place == 0 else { return team.help(as: place) }
            let value = lead(team)
            team.finished.store(true, ordering: .releasing)
            result.withLock { $0 = value }
        }
        guard let value = result.withLock({ $0 }) else { preconditionFailure("WorkerTeam: nobody led") }
        return value
    }

    /// Runs `body` once for every step in `0..<count`; called by the leader.
    ///
    /// - Parameter body: takes the step, and the worker that runs it in `0..<threads`.
    func forEach(_ count: Int, _ body: (_ step: Int, _ worker: Int) -> Void) {
        guard threads > 1, count > 1 else {
            for step in 0..<max(0, count) { body(step, 0) }
            return
        }
        withoutActuallyEscaping(body) { body in
            withUnsafePointer(to: body) { body in
                job = Job(count: count, body: body)
                next.store(0, ordering: .relaxed)
                ticket.wrappingAdd(1, ordering: .sequentiallyConsistent)
                work(as: 0)
                ticket.wrappingAdd(1, ordering: .sequentiallyConsistent)
                var turns = 0
                while inside.load(ordering: .sequentiallyConsistent) > 0 { Self.wait(&turns) }
            }
        }
    }

    private func help(as worker: Int) {
        var seen = 0
        var turns = 0
        while !finished.load(ordering: .acquiring) {
            let open = ticket.load(ordering: .sequentiallyConsistent)
            guard open % 2 == 1, open != seen else {
                Self.wait(&turns)
                continue
            }
            inside.wrappingAdd(1, ordering: .sequentiallyConsistent)
            if ticket.load(ordering: .sequentiallyConsistent) == open { work(as: worker) }
            inside.wrappingSubtract(1, ordering: .sequentiallyConsistent)
            seen = open
            turns = 0
        }
    }

    /// Takes steps until none is left; whatever it holds of the body is let go before it returns.
    @inline(never)
    private func work(as worker: Int) {
        guard let job else { return }
        while true {
            let step = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard step < job.count else { return }
            job.body.pointee(step, worker)
        }
    }

    /// Waits a moment; gives way to other threads when it has waited for long.
    private static func wait(_ turns: inout Int) {
        turns += 1
        if turns < 2_000 { fiel_pause() } else { sched_yield() }
    }
}
