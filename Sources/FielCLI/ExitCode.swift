import FielCore
import FielSuite

/// What the exit status of `fiel` says.
enum ExitCode: Int32, Sendable {
    /// Everything was done.
    case success = 0
    /// Everything was done, and a gate does not hold.
    case gateFailed = 1
    /// The arguments, or a file that they name, cannot be used.
    case usage = 2
    /// Some input lines could not be used; everything else was done.
    case incomplete = 3
    /// Fiel itself is at fault.
    case internalError = 70
    /// The user interrupted the run.
    case interrupted = 130
    /// Nobody reads the results any more.
    case brokenPipe = 141

    /// The status for an error that ended a command.
    init(_ error: FielError) {
        self =
            switch error.code {
            case _ where error.message == FileSink.closedPipe: .brokenPipe
            case .malformedInput: .incomplete
            case .interrupted: .interrupted
            case .internalError: .internalError
            default: .usage
            }
    }
}
