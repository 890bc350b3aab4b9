package import FielCore
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs work that blocks on a thread of its own, so that it holds up no other task.
///
/// - Parameter work: does the work; the closure that it gets says whether the task was cancelled.
package func offThread<Value: Sendable>(
    _ work: @escaping @Sendable (_ isCancelled: @Sendable () -> Bool) throws(FielError) -> Value
) async throws(FielError) -> Value {
    let flag = CancellationFlag()
    let result: Result<Value, FielError> = await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
            // A queue of its own has a thread of its own; the shared ones wait for a free one.
            DispatchQueue(label: "fiel.blocking").async {
                do throws(FielError) {
                    continuation.resume(returning: .success(try work { flag.isSet }))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
    } onCancel: {
        flag.set()
    }
    return try result.get()
}

private final class CancellationFlag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}

/// Sleeps until a time, a tenth of a second at most.
func pause(until end: ContinuousClock.Instant) {
    let left = max(0, (end - .now) / .milliseconds(1))
    usleep(UInt32(min(left, 100) * 1000))
}
