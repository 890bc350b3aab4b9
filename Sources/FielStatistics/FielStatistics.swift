// FielStatistics: what a list of numbers says, and how sure one may be of it. Pure functions over plain numbers, which know
// nothing of metrics or samples. A number that is not finite is the caller's bug: an outcome without a value has a name
// (`Outcome`), and never reaches a mean.

/// What every statistic asks of its numbers.
enum Values {
    static func requireFinite(_ values: [Double]) {
        for (index, value) in values.enumerated() {
            precondition(value.isFinite, "FielStatistics: value \(index) is \(value), expected a finite number")
        }
    }
}
