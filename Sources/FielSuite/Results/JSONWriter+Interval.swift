public import FielCore
public import FielStatistics

extension JSONWriter {
    /// Writes the mean of differences with its bounds, and what it is of; no bounds where there are too few clusters.
    public mutating func difference(_ interval: Interval) { write(interval, as: "mean") }

    /// Writes a share with its bounds and what it is of; null where it is of nothing.
    mutating func share(_ interval: Interval?) {
        if let interval { write(interval, as: "share") } else { null() }
    }

    private mutating func write(_ interval: Interval, as name: String) {
        object { json in
            json.member(name, interval.estimate)
            json.key("interval")
            json.numbers([interval.lower, interval.upper].compactMap(\.self))
            json.member("n", interval.n)
            if let clusters = interval.clusters { json.member("clusters", clusters) }
        }
    }
}
