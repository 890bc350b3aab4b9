public import FielCore

extension RecordedResults {
    /// The versions of a metric that the rows were scored with, in order.
    public func versions(of metric: String) -> [Int] {
        Set(rows.compactMap { $0.value(of: metric) == nil ? nil : $0.versions[metric] }).sorted()
    }

    /// Checks that metrics mean the same here as in a base: a change of a metric's version moves its numbers, whatever the
    /// answers are.
    ///
    /// - Throws: `FielError` with code `invalidArgument` that names the metric and both versions.
    public func requireVersions(of metrics: [MetricInfo], asIn base: RecordedResults) throws(FielError) {
        for metric in metrics {
            let (own, others) = (versions(of: metric.id), base.versions(of: metric.id))
            guard !own.isEmpty, !others.isEmpty, own != others else { continue }
            throw FielError(
                .invalidArgument,
                "\(metric.id) is of version \(Self.list(own)), in \(base.path) of version \(Self.list(others))",
                hint: "score the same answers again with one version of Fiel, or compare with --force",
                at: .init(file: path)
            )
        }
    }

    /// Checks that metrics have the versions that this version of Fiel computes.
    ///
    /// - Throws: `FielError` with code `invalidArgument` that names the metric and both versions.
    func requireCurrentVersions(of metrics: [MetricInfo]) throws(FielError) {
        for metric in metrics {
            let found = versions(of: metric.id)
            guard !found.isEmpty, found != [metric.version] else { continue }
            throw FielError(
                .invalidArgument,
                "\(metric.id) is of version \(Self.list(found)), this version of Fiel computes version \(metric.version)",
                hint: "make the baseline again with this version of Fiel",
                at: .init(file: path)
            )
        }
    }

    private static func list(_ versions: [Int]) -> String { versions.map(String.init).joined(separator: " and ") }
}
