import FielCore

/// Writes small safetensors files (huggingface/safetensors, README "Format").
enum SafetensorsWriter {
    /// One tensor of type F32.
    struct Entry {
        var name: String
        var shape: [Int]
        var values: ArraySlice<Float>
    }

    /// The contents of a file: the same bytes for the same tensors and metadata.
    static func bytes(_ tensors: [Entry], metadata: [String: String]) -> [UInt8] {
        var json = JSONWriter()
        var end = 0
        json.object { json in
            json.key("__metadata__")
            json.object { json in
                for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    json.value(value)
                }
            }
            for tensor in tensors {
                json.key(tensor.name)
                describe(tensor, from: end, in: &json)
                end += 4 * tensor.values.count
            }
        }
        // The data start on a multiple of 8 bytes, as the reference implementation has them.
        let padding = [UInt8](repeating: 0x20, count: (8 - json.bytes.count % 8) % 8)
        let header = json.bytes + padding
        return littleEndian(UInt64(header.count)) + header
            + tensors.flatMap { $0.values.flatMap { littleEndian($0.bitPattern) } }
    }

    private static func describe(_ tensor: Entry, from start: Int, in json: inout JSONWriter) {
        json.object { json in
            json.key("dtype")
            json.value("F32")
            json.key("shape")
            json.array { json in for size in tensor.shape { json.value(size) } }
            json.key("data_offsets")
            json.value(start..<start + 4 * tensor.values.count)
        }
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
