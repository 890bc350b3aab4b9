public import FielCore

/// Everything that is wrong with a suite file.
public struct SuiteErrors: Error, Sendable, Hashable {
    /// What is wrong, in the order of the file; at least one.
    public var all: [FielError]

    /// The first of them, for callers that tell of one only.
    public var first: FielError { all.first ?? FielError(.internalError, "the suite has no error") }
}
