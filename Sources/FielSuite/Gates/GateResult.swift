import FielCore

/// How a gate came out for one configuration.
public struct GateResult: Sendable, Hashable {
    /// The gate.
    public var gate: Gate
    /// The configuration that it was held against; nil for answers of no named configuration.
    public var configuration: String?
    /// What was measured; nil where there is nothing to measure.
    public var value: Double?
    /// Whether the gate holds; never without a value.
    public var passed: Bool
    /// What was found, for a person: `groundedness.mean is 0.812, expected >= 0.85`.
    public var message: String

    /// Holds a gate against a configuration.
    init(_ gate: Gate, _ configuration: ReportConfiguration) {
        self.gate = gate
        self.configuration = configuration.name
        let name = gate.quantity.description
        switch configuration.measure(gate.quantity) {
        case .success(let value):
            let shown = Self.shown(value, beside: gate.bound)
            self.value = value
            passed = gate.comparator.holds(value, gate.bound)
            message = "\(name) is \(shown), expected \(gate.comparator.rawValue) \(Self.plain(gate.bound))"
        case .failure(let reason):
            passed = false
            message = "\(name) does not exist: \(reason.text)"
        }
    }

    /// Fails a gate because no configuration has the name that it asks for.
    init(_ gate: Gate, missing name: String, among known: [String]) {
        self.gate = gate
        configuration = name
        passed = false
        let nearest = NearestName.find(name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
        message = "no result has the configuration \"\(name)\"\(nearest)"
    }

    /// The value as the message tells it; nil where there is none.
    public var shown: String? { value.map { Self.shown($0, beside: gate.bound) } }

    /// A value with three digits after the point, or with all of them where three would hide on which side of the bound
    /// it lies.
    private static func shown(_ value: Double, beside bound: Double) -> String {
        guard let whole = Int(exactly: value) else {
            let rounded = DecimalText.fixed(value)
            let isTelling = Double(rounded).map { ($0 < bound) == (value < bound) && ($0 > bound) == (value > bound) }
            return isTelling == true ? rounded : value.description
        }
        return String(whole)
    }

    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? number.description
    }
}

extension Gate.Quantity: CustomStringConvertible {
    /// The quantity as gates write it, such as `groundedness.mean`.
    public var description: String {
        switch self {
        case .metric(let id, let statistic): "\(id).\(statistic)"
        case .claims(let verdict): "claims.\(verdict.rawValue)"
        case .samples: "samples"
        case .failures: "failures"
        }
    }
}

extension Gate.Statistic: CustomStringConvertible {
    /// The statistic as gates write it, such as `mean` or `p95`.
    public var description: String {
        switch self {
        case .mean: "mean"
        case .lower: "lower"
        case .upper: "upper"
        case .minimum: "min"
        case .maximum: "max"
        case .quantile(0.5): "median"
        case .quantile(let share):
            "p" + (share < 0.095 ? "0" : "") + String(Int((share * 100).rounded()))
        case .share(let comparator, let bound): "share(\(comparator.rawValue) \(bound))"
        case .coverage: "coverage"
        }
    }
}
