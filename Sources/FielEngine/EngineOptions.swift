public import FielCore

/// How a model's matrix products are computed.
public enum Precision: String, Sendable, Hashable, CaseIterable {
    /// 32-bit floating point: as exact as the reference implementation.
    case f32
    /// 8-bit weights and activations with exact 32-bit sums: several times faster.
    case int8
}

/// How a model is run.
public struct EngineOptions: Sendable, Hashable {
    /// How matrix products are computed.
    public var precision: Precision = .int8
    /// The threads that share the work; results do not depend on their number.
    public var workers = Workers()
    /// The processor instructions to use.
    public var instructionSet = InstructionSet.best

    /// The defaults: int8, every core, the fastest instructions.
    public init() {}
}
