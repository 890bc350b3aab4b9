/// How a graph is built.
public struct HNSWOptions: Sendable, Hashable {
    /// The links of a new vector on each layer (M), at least 2; the bottom layer keeps up to twice as many.
    public var maximumLinks = 16
    /// The candidates among which links are chosen (efConstruction), at least 1.
    public var efConstruction = 200
    /// The source of the layers that vectors reach.
    public var seed: UInt64 = 1

    /// M = 16, efConstruction = 200.
    public init() {}
}
