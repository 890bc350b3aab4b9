/// What a value of a suite file must be: the checker and the JSON Schema are made from this.
indirect enum SuiteShape: Sendable {
    /// A string that is not empty.
    case text
    /// One of a few strings.
    case choice([String])
    /// A finite number; with `isOpen`, the lower bound itself is left out.
    case number(ClosedRange<Double>, isOpen: Bool = false)
    /// A whole number.
    case whole(ClosedRange<Int>)
    /// True or false.
    case flag
    /// An array of at least one element.
    case list(SuiteShape)
    /// An object with these members and no others.
    case object([Member])
    /// The first shape whose kind of value it is.
    case either([SuiteShape])

    /// A member of an object.
    struct Member: Sendable {
        var name: String
        var shape: SuiteShape
        /// One sentence without a full stop, for editors.
        var help: String
        var isNeeded = false
    }

    /// A value, or several.
    static func oneOrMore(_ shape: SuiteShape) -> SuiteShape { .either([shape, .list(shape)]) }

    /// What is expected, for messages.
    var expectation: String {
        switch self {
        case .text: "a string that is not empty"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .number(let range, let isOpen): Self.expectation(range, isOpen)
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .list(let element): "an array with at least one element, each \(element.expectation)"
        case .object: "an object"
        case .either(let shapes): shapes.map(\.brief).joined(separator: " or ")
        }
    }

    private var brief: String {
        if case .list = self { return "an array of such" }
        return expectation
    }

    private static func expectation(_ range: ClosedRange<Double>, _ isOpen: Bool) -> String {
        let (low, high) = (range.lowerBound.description, range.upperBound.description)
        return isOpen ? "a number above \(low), at most \(high)" : "a number from \(low) to \(high)"
    }
}
