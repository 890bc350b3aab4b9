import FielCore

/// The tensors of a Hugging Face folder: one safetensors file, or the shards that its index names.
enum SafetensorsFolder {
    /// Reads the headers of all files.
    ///
    /// - Throws: `FielError` that names the file, the field and its value.
    static func tensors(in folder: String) throws(FielError) -> [String: Tensor] {
        let index = "\(folder)/model.safetensors.index.json"
        guard FileKind.exists(index) else {
            return try SafetensorsFile(try MappedFile(path: "\(folder)/model.safetensors")).tensors
        }
        let fields = try JSONFields(file: index)
        guard let map = fields["weight_map"]?.object else {
            throw fields.error("weight_map", "missing", expected: "an object")
        }
        var tensors: [String: Tensor] = [:]
        for shard in Set(map.values.compactMap(\.string)).sorted() {
            guard !shard.contains("/"), shard != ".." else {
                throw fields.error(
                    "weight_map",
                    shard.debugDescription,
                    expected: "the name of a file in the same folder"
                )
            }
            tensors.merge(try SafetensorsFile(try MappedFile(path: "\(folder)/\(shard)")).tensors) { first, _ in first }
        }
        return tensors
    }
}
