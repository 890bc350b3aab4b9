public import CFielKernels
public import FielCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The processor instructions that the kernels use.
public struct InstructionSet: Sendable, Hashable, CustomStringConvertible {
    /// The set as the kernels name it.
    public let isa: fiel_isa

    /// Every set that kernels are written for, slowest first.
    private static let all: [(name: String, isa: fiel_isa)] = [
        ("scalar", .scalar), ("avx2", .avx2), ("avx512", .avx512), ("neon", .neon),
    ]

    /// The sets that this processor has, slowest first.
    public static var supported: [InstructionSet] {
        all.filter { fiel_isa_supported($0.isa) }.map { InstructionSet(isa: $0.isa) }
    }

    /// The fastest set of this processor.
    public static var best: InstructionSet { InstructionSet(isa: fiel_isa_best()) }

    /// The set named by the environment variable `FIEL_ISA`, or the fastest where it is not set.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a name that is unknown or that this processor lacks.
    public static func current() throws(FielError) -> InstructionSet {
        guard let value = getenv("FIEL_ISA") else { return .best }
        return try InstructionSet(named: String(cString: value))
    }

    /// Finds a set by its name: `scalar`, `avx2`, `avx512` or `neon`.
    ///
    /// - Throws: `FielError` with code `invalidArgument` for a name that is unknown or that this processor lacks.
    public init(named name: String) throws(FielError) {
        let names = Self.supported.map(\.description).joined(separator: ", ")
        guard let found = Self.all.first(where: { $0.name == name }), fiel_isa_supported(found.isa) else {
            throw FielError(
                .invalidArgument,
                "FIEL_ISA is \(name.debugDescription), this processor supports \(names)",
                hint: "unset FIEL_ISA to use the fastest"
            )
        }
        isa = found.isa
    }

    private init(isa: fiel_isa) { self.isa = isa }

    /// The name, as `FIEL_ISA` takes it.
    public var description: String { Self.all.first { $0.isa == isa }?.name ?? "unknown" }
}
