import FielCore

/// A safetensors file: a JSON header, then the tensors' bytes (huggingface/safetensors, README "Format").
struct SafetensorsFile: Sendable {
    let file: MappedFile
    let tensors: [String: Tensor]
    /// What stands under `__metadata__`, as far as it is text.
    let metadata: [String: String]

    /// The reference implementation's bound on the header.
    private static let longestHeader = 100_000_000

    /// Reads the header.
    ///
    /// - Throws: `FielError` with code `malformedModel` or `unsupported` that names the tensor and the field.
    init(_ file: MappedFile) throws(FielError) {
        var reader = ByteReader(file)
        let length = try reader.count("the length of the header", bytesEach: 1)
        guard length <= Self.longestHeader else {
            throw reader.malformed("the header is \(length) bytes long, at most \(Self.longestHeader) are allowed")
        }
        let start = reader.position + length
        let header: JSONValue
        do throws(FielError) {
            header = try JSONValue(parsing: file.bytes[reader.position..<start])
        } catch {
            throw reader.malformed("the header is \(error.message)")
        }
        guard let members = header.object else {
            throw reader.malformed("the header is \(header.kind), expected an object")
        }
        var tensors: [String: Tensor] = [:]
        for (name, description) in members where name != "__metadata__" {
            tensors[name] = try Self.tensor(name, description, dataStart: start, reader, file)
        }
        self.file = file
        self.tensors = tensors
        metadata = members["__metadata__"]?.object?.compactMapValues(\.string) ?? [:]
    }

    private static func tensor(
        _ name: String,
        _ description: JSONValue,
        dataStart: Int,
        _ reader: ByteReader,
        _ file: MappedFile
    ) throws(FielError) -> Tensor {
        guard let members = description.object else { throw reader.malformed("tensor \(name) is \(description.kind)") }
        guard let typeName = members["dtype"]?.string else { throw reader.malformed("tensor \(name) has no dtype") }
        guard let type = TensorType(safetensors: typeName) else {
            throw reader.unsupported("tensor \(name) of type \(typeName)")
        }
        guard let shape = members["shape"].flatMap(integers) else {
            throw reader.malformed("tensor \(name) has no valid shape")
        }
        guard let offsets = members["data_offsets"].flatMap(integers), offsets.count == 2, offsets[0] <= offsets[1]
        else {
            throw reader.malformed("tensor \(name) has no valid data_offsets")
        }
        let (start, overflows) = dataStart.addingReportingOverflow(offsets[0])
        guard !overflows else { throw reader.malformed("tensor \(name) starts at byte \(offsets[0]) of the data") }
        let tensor = try Tensor(name: name, type: type, shape: shape, file: file, offset: start)
        guard tensor.count * type.blockBytes == offsets[1] - offsets[0] else {
            throw reader.malformed(
                "tensor \(name) of shape \(shape) and type \(typeName) spans \(offsets[1] - offsets[0]) bytes"
            )
        }
        return tensor
    }

    /// Integers from 0 to 2⁵³.
    private static func integers(_ value: JSONValue) -> [Int]? {
        guard let elements = value.array else { return nil }
        let integers = elements.compactMap { element in
            element.number.flatMap { $0 >= 0 && $0 <= 0x1p53 ? Int(exactly: $0) : nil }
        }
        return integers.count == elements.count ? integers : nil
    }
}
