/// The one error type of Fiel: what kind of failure, what exactly was found, and what to do about it.
public struct FielError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that a caller may want to tell apart.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidArgument, unreadableFile, malformedModel, malformedInput, unsupported, unavailable,
                interrupted, internalError
        }
        private let kind: Kind

        /// An argument or option has a value that is out of its range or unknown.
        public static let invalidArgument = Code(kind: .invalidArgument)
        /// A file cannot be opened, read, mapped or written.
        public static let unreadableFile = Code(kind: .unreadableFile)
        /// A model or tokenizer file breaks its format or contradicts itself.
        public static let malformedModel = Code(kind: .malformedModel)
        /// A line, row or field of a data set or request is not what it should be.
        public static let malformedInput = Code(kind: .malformedInput)
        /// The file or request is legal, but Fiel does not support it.
        public static let unsupported = Code(kind: .unsupported)
        /// The user ended the work.
        public static let interrupted = Code(kind: .interrupted)
        /// The network, a service or a program that is needed does not answer as it should.
        public static let unavailable = Code(kind: .unavailable)
        /// Fiel itself is at fault.
        public static let internalError = Code(kind: .internalError)

        /// The name of the code, as in the source.
        public var description: String { kind.rawValue }
    }

    /// Where in the user's files the failure was found.
    public struct Location: Sendable, Hashable, CustomStringConvertible {
        /// The path as the user gave it; `-` for standard input.
        public var file: String
        /// The line, counted from 1, where the failure belongs to one.
        public var line: Int?

        /// Names a file, and a line of it where there is one.
        public init(file: String, line: Int? = nil) {
            self.file = file
            self.line = line
        }

        /// `file` or `file:line`.
        public var description: String {
            guard let line else { return file }
            return "\(file):\(line)"
        }
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, with the value found and the value expected.
    public var message: String
    /// What the user can do about it.
    public var hint: String?
    /// Where the failure was found.
    public var location: Location?

    /// Makes an error from its facts.
    public init(_ code: Code, _ message: String, hint: String? = nil, at location: Location? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.location = location
    }

    /// The same error, found at the given place unless it already has one.
    public func located(at location: Location) -> FielError {
        var copy = self
        copy.location = self.location ?? location
        return copy
    }

    /// `location: message (hint)`.
    public var description: String {
        let place = location.map { "\($0): " } ?? ""
        let advice = hint.map { " (\($0))" } ?? ""
        return place + message + advice
    }
}
