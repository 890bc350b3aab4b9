public import Fiel
public import FielCore

extension Gate {
    /// Reads `[CONFIGURATION] QUANTITY OPERATOR NUMBER`.
    ///
    /// A quantity is `METRIC.STATISTIC`, `claims.VERDICT`, `samples` or `failures`. Statistics are `mean`, `lower` and `upper`
    /// (the bounds of its 95 % interval), `min`, `max`, `median`, `p01` … `p99`, `coverage`, and `share(>= 0.5)`. Operators are
    /// `>=`, `>`, `<=`, `<`, `==` and `!=`.
    ///
    /// - Parameters:
    ///   - text: such as `[rag-token] groundedness.mean >= 0.8`.
    ///   - metrics: the names that a metric may have.
    /// - Throws: `FielError` with code `invalidArgument` that says what is wrong at which place.
    public init(parsing text: String, metrics: [String] = Evaluator.catalog.map(\.id)) throws(FielError) {
        var parser = GateParser(text, metrics: metrics)
        self.text = text
        configuration = try parser.configuration()
        quantity = try parser.quantity()
        comparator = try parser.comparator()
        bound = try parser.number()
        try parser.end()
    }
}

/// Reads a gate from left to right.
private struct GateParser {
    private let text: String
    private let metrics: [String]
    private var rest: Substring

    init(_ text: String, metrics: [String]) {
        self.text = text
        self.metrics = metrics
        rest = text[...]
    }

    mutating func configuration() throws(FielError) -> String? {
        skipSpaces()
        guard rest.first == "[" else { return nil }
        // No other part of a gate holds a bracket, so a name may.
        guard let close = rest.lastIndex(of: "]") else { throw error("expected ] after the configuration's name") }
        let name = rest[rest.index(after: rest.startIndex)..<close]
        guard !name.isEmpty else { throw error("expected a configuration's name") }
        rest = rest[rest.index(after: close)...]
        return String(name)
    }

    mutating func quantity() throws(FielError) -> Gate.Quantity {
        let place = skipSpaces()
        let subject = word()
        switch subject {
        case "samples": return .samples
        case "failures": return .failures
        case "claims":
            try dot(after: subject, example: "claims.supported")
            return .claims(try verdict())
        case _ where metrics.contains(subject):
            try dot(after: subject, example: "\(subject).mean")
            return .metric(subject, try statistic())
        default:
            throw unknown(subject, among: metrics + ["claims", "samples", "failures"], "a metric", at: place)
        }
    }

    private mutating func verdict() throws(FielError) -> Verdict {
        let place = rest
        let name = word()
        let verdicts = [Verdict.supported, .contradicted, .unsupported]
        guard let verdict = verdicts.first(where: { $0.rawValue == name }) else {
            throw unknown(name, among: verdicts.map(\.rawValue), "a verdict", at: place)
        }
        return verdict
    }

    private mutating func statistic() throws(FielError) -> Gate.Statistic {
        let place = rest
        let name = word()
        switch name {
        case "mean": return .mean
        case "lower": return .lower
        case "upper": return .upper
        case "min": return .minimum
        case "max": return .maximum
        case "median": return .quantile(0.5)
        case "coverage": return .coverage
        case "share": return try share()
        default:
            if let percent = Self.percent(name) { return .quantile(Double(percent) / 100) }
            let known = ["mean", "lower", "upper", "min", "max", "median", "p05", "p95", "share", "coverage"]
            throw unknown(name, among: known, "a statistic", at: place)
        }
    }

    /// `p05` as 5.
    private static func percent(_ name: String) -> Int? {
        guard name.utf8.count == 3, name.first == "p", let percent = Int(name.dropFirst()) else { return nil }
        return (1...99).contains(percent) && !name.contains("+") ? percent : nil
    }

    private mutating func share() throws(FielError) -> Gate.Statistic {
        guard rest.first == "(" else { throw error("expected a bound in brackets, such as share(>= 0.5)") }
        rest.removeFirst()
        let comparator = try comparator()
        let bound = try number()
        skipSpaces()
        guard rest.first == ")" else { throw error("expected )") }
        rest.removeFirst()
        return .share(comparator, bound)
    }

    mutating func comparator() throws(FielError) -> Gate.Comparator {
        skipSpaces()
        guard let found = Gate.Comparator.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
            throw error("expected one of \(Gate.Comparator.allCases.map(\.rawValue).joined(separator: " "))")
        }
        rest.removeFirst(found.rawValue.count)
        return found
    }

    mutating func number() throws(FielError) -> Double {
        let place = skipSpaces()
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        rest = rest[digits.endIndex...]
        guard let number = Double(digits), number.isFinite else { throw error("expected a number", at: place) }
        return number
    }

    mutating func end() throws(FielError) {
        skipSpaces()
        guard rest.isEmpty else { throw error("expected the end") }
    }

    // MARK: Pieces

    @discardableResult
    private mutating func skipSpaces() -> Substring {
        rest = rest.drop(while: \.isWhitespace)
        return rest
    }

    private mutating func word() -> String {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func dot(after subject: String, example: String) throws(FielError) {
        guard rest.first == "." else {
            throw error("expected . and what to take of \(subject), such as \(example)")
        }
        rest.removeFirst()
    }

    // MARK: Errors

    private func unknown(
        _ name: String,
        among known: [String],
        _ kind: String,
        at place: Substring
    ) -> FielError {
        guard !name.isEmpty else { return error("expected \(kind)", at: place, hint: Self.list(known)) }
        let nearest = NearestName.find(name, among: known).map { "did you mean \($0)?" }
        return error("\"\(name)\" is not \(kind)", at: place, hint: nearest ?? Self.list(known))
    }

    private static func list(_ known: [String]) -> String { "one of \(known.joined(separator: ", "))" }

    private func error(_ problem: String, at place: Substring? = nil, hint: String? = nil) -> FielError {
        let place = place ?? rest
        let column = text.distance(from: text.startIndex, to: place.startIndex) + 1
        let found = place.isEmpty ? "at its end" : "at character \(column)"
        return FielError(.invalidArgument, "gate \"\(text)\": \(problem) \(found)", hint: hint)
    }
}
