import FielSuite
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Set by the first interrupt from the keyboard; the second one ends the process at once.
private let interrupted = Atomic<Bool>(false)

extension Console {
    /// The streams of this process; from now on SIGINT asks for an orderly end.
    static func process() -> Console {
        signal(SIGINT) { _ in
            interrupted.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        let isStopped: @Sendable () -> Bool = { interrupted.load(ordering: .relaxed) }
        let environment = ProcessInfo.processInfo.environment
        return Console(
            input: { FileSource(standardInput: isStopped) },
            output: FileSink.standardOutput,
            errors: FileSink.standardError,
            outputIsTerminal: isatty(STDOUT_FILENO) == 1,
            errorsAreTerminal: isatty(STDERR_FILENO) == 1,
            width: terminalWidth(environment),
            environment: environment,
            isStopped: isStopped
        )
    }

    private static func terminalWidth(_ environment: [String: String]) -> Int {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let columns = isKnown ? Int(size.ws_col) : environment["COLUMNS"].flatMap { Int($0) } ?? 100
        return min(max(columns, 40), 160)
    }
}
