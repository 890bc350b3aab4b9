package import FielCore

/// Collects vectors into sections that a `VectorStore` reads.
package struct VectorStoreBuilder {
    private let dimensions: Int
    private let keepsFloats: Bool
    private var count = 0
    private var codes: [UInt8] = []
    private var scales: [UInt8] = []
    private var floats: [UInt8] = []

    /// Begins with no vector.
    ///
    /// - Parameters:
    ///   - dimensions: the numbers of every vector, 1 to 65,536.
    ///   - keepsFloats: whether the vectors themselves are kept beside their codes, for exact scores at five times the size.
    /// - Throws: `FielError` with code `invalidArgument` for another number of dimensions.
    package init(dimensions: Int, keepsFloats: Bool = true) throws(FielError) {
        guard (1...VectorLayout.maximumDimensions).contains(dimensions) else {
            throw FielError(
                .invalidArgument,
                "vectors of \(dimensions) dimensions, expected 1 to \(VectorLayout.maximumDimensions)"
            )
        }
        self.dimensions = dimensions
        self.keepsFloats = keepsFloats
    }

    /// Adds the next vector; scores are dot products, so cosines where its length is 1.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where its dimensions differ or a number is not finite.
    package mutating func add(_ vector: [Float]) throws(FielError) {
        guard vector.count == dimensions else {
            throw FielError(.invalidArgument, "a vector of \(vector.count) dimensions, expected \(dimensions)")
        }
        guard let quantized = VectorStore.quantized(vector) else {
            throw FielError(.invalidArgument, "vector \(count) has a number that is not finite")
        }
        count += 1
        codes.append(contentsOf: quantized.codes.lazy.map(UInt8.init(bitPattern:)))
        scales.append(floats: [quantized.scale])
        guard keepsFloats else { return }
        floats.append(floats: vector)
        floats.append(contentsOf: repeatElement(0, count: 4 * (VectorLayout.floatStride(dimensions) - dimensions)))
    }

    /// Adds a vector of another store as it stands there.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where its dimensions differ, or it is not kept in full and has
    ///   to be.
    mutating func add(_ number: Int, of store: VectorStore) throws(FielError) {
        guard store.dimensions == dimensions, store.keepsFloats || !keepsFloats else {
            throw FielError(.invalidArgument, "vectors of \(store.dimensions) dimensions, expected \(dimensions)")
        }
        if keepsFloats, let vector = try store.vector(number) { return try add(vector) }
        let (codes, scale) = try store.codes(number)
        count += 1
        self.codes.append(contentsOf: codes.lazy.map(UInt8.init(bitPattern:)))
        scales.append(floats: [scale])
    }

    /// The vectors as bytes, section by section.
    package func sections() -> [(name: String, bytes: [UInt8])] {
        var header: [UInt8] = []
        for word in [VectorLayout.version, count, dimensions, keepsFloats ? 1 : 0] {
            header.append(word: UInt32(truncatingIfNeeded: word))
        }
        return [
            (VectorLayout.header, header), (VectorLayout.codes, codes), (VectorLayout.scales, scales),
            (VectorLayout.floats, floats),
        ]
    }
}

extension [UInt8] {
    /// Appends numbers as the bytes of IEEE single precision, lowest first.
    mutating func append(floats: [Float]) {
        for x in floats { append(word: x.bitPattern) }
    }
}
