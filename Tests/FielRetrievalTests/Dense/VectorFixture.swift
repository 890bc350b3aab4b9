import FielCore

@testable import FielRetrieval

/// Vectors that are the same in every run.
struct VectorFixture {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A vector of length 1, its direction random.
    mutating func unit(_ dimensions: Int) -> [Float] { Self.normalized(noise(dimensions)) }

    /// Vectors of length 1 around `clusters` directions.
    mutating func clustered(_ count: Int, _ dimensions: Int, clusters: Int = 20) -> [[Float]] {
        let centres = (0..<clusters).map { _ in unit(dimensions) }
        return (0..<count).map { _ in
            let centre = centres[random.next(below: clusters)]
            return Self.normalized(zip(centre, unit(dimensions)).map { $0 + 0.7 * $1 })
        }
    }

    private mutating func noise(_ dimensions: Int) -> [Float] {
        (0..<dimensions).map { _ in
            (0..<4).reduce(Float(-2)) { sum, _ in sum + Float(random.next(below: 1 << 20)) / Float(1 << 20) }
        }
    }

    private static func normalized(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}

/// Sections in memory, by name.
struct MemorySections {
    var parts: [String: [UInt8]]

    init(_ sections: [(name: String, bytes: [UInt8])]) {
        parts = Dictionary(uniqueKeysWithValues: sections.map { ($0.name, $0.bytes) })
    }

    func section(_ name: String) throws(FielError) -> IndexSection {
        guard let bytes = parts[name] else { throw FielError(.malformedInput, "no section \(name)") }
        return IndexSection(bytes)
    }
}

extension VectorStore {
    static func of(_ vectors: [[Float]], dimensions: Int, keepsFloats: Bool = true) throws -> VectorStore {
        var builder = try VectorStoreBuilder(dimensions: dimensions, keepsFloats: keepsFloats)
        for vector in vectors { try builder.add(vector) }
        return try VectorStore(sections: MemorySections(builder.sections()).section)
    }
}
