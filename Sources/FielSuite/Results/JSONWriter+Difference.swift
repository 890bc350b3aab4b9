public import FielCore
public import FielStatistics

extension JSONWriter {
    /// Writes the mean of differences with its bounds, and what it is of; no bounds where there are too few clusters.
    public mutating func difference(_ interval: Interval) {
        object { json in
            json.member("mean", interval.estimate)
            json.key("interval")
            json.numbers([interval.lower, interval.upper].compactMap(\.self))
            json.member("n", interval.n)
            if let clusters = interval.clusters { json.member("clusters", clusters) }
        }
    }
}
