import FielCore

/// A GGUF v3 file: metadata and tensors (ggml `docs/gguf.md`).
///
/// Every count, length, type, shape and offset is checked against the bytes that are really there.
struct GGUFFile: Sendable {
    let file: MappedFile
    let metadata: [String: GGUFValue]
    let tensors: [String: Tensor]

    private static let magic: UInt32 = 0x4655_4747  // "GGUF"

    /// Whether the file starts as a GGUF file does.
    static func recognizes(_ file: MappedFile) -> Bool {
        var reader = ByteReader(file)
        return (try? reader.integer(UInt32.self, "magic")) == magic
    }

    /// Opens the file at a path.
    ///
    /// - Throws: `FielError` with code `unsupported` where it is no GGUF file, or as `init` does.
    static func open(_ path: String) throws(FielError) -> GGUFFile {
        let file = try MappedFile(path: path)
        guard recognizes(file) else {
            throw FielError(
                .unsupported,
                "is neither a GGUF file nor a folder with a Hugging Face checkpoint",
                at: .init(file: path)
            )
        }
        return try GGUFFile(file)
    }

    /// Reads the header.
    ///
    /// - Throws: `FielError` with code `malformedModel` or `unsupported` that names the field and its value.
    init(_ file: MappedFile) throws(FielError) {
        var reader = ByteReader(file)
        let magic = try reader.integer(UInt32.self, "the magic number")
        guard magic == Self.magic else { throw reader.malformed("does not start with GGUF") }
        let version = try reader.integer(UInt32.self, "the version")
        guard version == 2 || version == 3 else {
            throw reader.unsupported("GGUF version \(version)")
        }
        let tensorCount = try reader.count("the number of tensors", bytesEach: 24)
        let entryCount = try reader.count("the number of metadata entries", bytesEach: 13)
        let metadata = try Self.metadata(entryCount, from: &reader)
        self.file = file
        self.metadata = metadata
        tensors = try Self.tensors(
            tensorCount,
            alignment: try Self.alignment(metadata, reader),
            from: &reader,
            of: file
        )
    }

    private static func metadata(_ count: Int, from reader: inout ByteReader) throws(FielError) -> [String: GGUFValue] {
        var metadata: [String: GGUFValue] = [:]
        for index in 0..<count {
            let key = try reader.string("the key of metadata entry \(index)", atMost: 65_535)
            let value = try GGUFValue(of: key, from: &reader)
            if key == GGUFChecksum.key { try GGUFChecksum.verify(value, of: reader) }
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw reader.malformed("metadata key \(key.debugDescription) stands twice")
            }
        }
        return metadata
    }

    private static func alignment(_ metadata: [String: GGUFValue], _ reader: ByteReader) throws(FielError) -> Int {
        guard let value = metadata["general.alignment"] else { return 32 }
        guard let alignment = value.integer, alignment >= 8, alignment <= 1 << 20, alignment & (alignment - 1) == 0
        else {
            throw reader.malformed("general.alignment is \(value), expected a power of two from 8 on")
        }
        return alignment
    }

    private struct Entry {
        let name: String
        let type: TensorType
        let shape: [Int]
        let offset: Int
    }

    private static func tensors(
        _ count: Int,
        alignment: Int,
        from reader: inout ByteReader,
        of file: MappedFile
    ) throws(FielError) -> [String: Tensor] {
        var entries: [Entry] = []
        for index in 0..<count {
            entries.append(try entry(index, alignment: alignment, from: &reader))
        }
        let start = (reader.position + alignment - 1) / alignment * alignment
        var tensors: [String: Tensor] = [:]
        for entry in entries {
            let (offset, overflows) = start.addingReportingOverflow(entry.offset)
            guard !overflows else {
                throw reader.malformed("tensor \(entry.name) starts at byte \(entry.offset) of the data")
            }
            let tensor = try Tensor(name: entry.name, type: entry.type, shape: entry.shape, file: file, offset: offset)
            guard tensors.updateValue(tensor, forKey: entry.name) == nil else {
                throw reader.malformed("tensor \(entry.name) stands twice")
            }
        }
        return tensors
    }

    private static func entry(_ index: Int, alignment: Int, from reader: inout ByteReader) throws(FielError) -> Entry {
        let name = try reader.string("the name of tensor \(index)", atMost: 256)
        let dimensions = try reader.integer(UInt32.self, "the number of dimensions of tensor \(name)")
        guard (1...4).contains(dimensions) else {
            throw reader.malformed("tensor \(name) has \(dimensions) dimensions, expected 1 to 4")
        }
        var shape: [Int] = []
        for _ in 0..<dimensions {
            let size = try reader.integer(UInt64.self, "a dimension of tensor \(name)")
            guard size > 0, size <= UInt64(Int32.max) else {
                throw reader.malformed("tensor \(name) has a dimension of \(size)")
            }
            shape.insert(Int(size), at: 0)
        }
        let number = try reader.integer(UInt32.self, "the type of tensor \(name)")
        guard let type = TensorType(gguf: number) else {
            throw reader.unsupported("tensor \(name) has type \(number)")
        }
        let offset = try reader.integer(UInt64.self, "the offset of tensor \(name)")
        guard offset % UInt64(alignment) == 0, offset <= UInt64(Int64.max) else {
            throw reader.malformed("tensor \(name) has offset \(offset), no multiple of the alignment \(alignment)")
        }
        return Entry(name: name, type: type, shape: shape, offset: Int(offset))
    }
}
