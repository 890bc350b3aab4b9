/// The sections of stored vectors; numbers are little-endian, rows are filled up with zeros.
enum VectorLayout {
    static let version = 1
    /// Words: version, vectors, dimensions, 1 where floats are kept.
    static let header = "dense.header"
    static let headerSize = 16
    /// A row of signed bytes a vector, `codeStride` apart.
    static let codes = "dense.codes"
    /// A float a vector: what its codes are multiplied by.
    static let scales = "dense.scales"
    /// A row of floats a vector, `floatStride` apart; empty where they are not kept.
    static let floats = "dense.floats"

    /// Up to here a sum of products of codes fits 32 bits.
    static let maximumDimensions = 65_536

    /// The bytes of a row of codes.
    static func codeStride(_ dimensions: Int) -> Int { (dimensions + 63) / 64 * 64 }

    /// The floats of a row.
    static func floatStride(_ dimensions: Int) -> Int { (dimensions + 15) / 16 * 16 }
}
