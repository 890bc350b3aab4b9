import FielCore

/// What a person found of an answer.
enum HumanLabel {
    /// The fields of a data set that say whether an answer is hallucinated, best first.
    static let fields = ["hallucinated", "label"]

    /// Whether a person found the answer hallucinated; nil where no field says.
    ///
    /// - Throws: `FielError` with code `malformedInput` for a value that is not true, false, 1 or 0.
    static func of(_ sample: Sample, in fields: [String] = fields) throws(FielError) -> Bool? {
        for field in fields {
            switch sample.metadata[field] {
            case nil, .null?: continue
            case .bool(let value)?: return value
            case .number(0)?, .string("0")?, .string("0.0")?: return false
            case .number(1)?, .string("1")?, .string("1.0")?: return true
            case .string("true")?, .string("True")?, .string("TRUE")?: return true
            case .string("false")?, .string("False")?, .string("FALSE")?: return false
            case let other?:
                throw FielError(
                    .malformedInput,
                    "field \"\(field)\" is \(other.kind) (\(other.excerpt)), expected true or 1 for a hallucinated answer, "
                        + "false or 0 for a faithful one"
                )
            }
        }
        return nil
    }
}
