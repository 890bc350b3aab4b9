import CFielKernels
public import FielCore

/// What tuning adds to an NLI classifier: a few thousand numbers for a model of millions.
///
/// Many adapters share one classifier in memory. On disk an adapter is a safetensors file of kilobytes.
public struct Adapter: Sendable, Hashable {
    /// The fingerprint of the classifier that it belongs to, as `ModelFingerprint` gives it.
    public let base: String
    /// The name of that classifier's file or folder, for messages.
    public let baseName: String
    /// How it was made and what it is worth, as JSON that nothing depends on.
    public let report: String
    let layout: AdapterLayout
    /// What is added, in the order of the layout.
    let numbers: [Float]

    /// The value of `format` in the metadata of a file.
    private static let format = "fiel.adapter.1"
    /// The largest magnitude that a number may have; those of real adapters are below 10.
    private static let largest: Float = 1_000

    /// Joins numbers with the model they belong to.
    ///
    /// - Throws: `FielError` with code `unreadableFile` where the model's files cannot be read.
    init(_ numbers: [Float], _ layout: AdapterLayout, basePath: String, report: String) throws(FielError) {
        precondition(numbers.count == layout.count, "Adapter: \(numbers.count) numbers, expected \(layout.count)")
        (self.numbers, self.layout, self.report) = (numbers, layout, report)
        base = try ModelFingerprint.of(basePath)
        baseName = Self.name(of: basePath)
    }

    /// Reads an adapter file.
    ///
    /// - Throws: `FielError` with code `unreadableFile`, or `malformedModel` that names the tensor and its value.
    public init(path: String) throws(FielError) {
        let file: SafetensorsFile
        do throws(FielError) {
            file = try SafetensorsFile(try MappedFile(path: path))
        } catch {
            guard error.code == .malformedModel else { throw error }
            throw FielError(
                .malformedModel,
                "is no adapter that fiel tune wrote: \(error.message)",
                at: .init(file: path)
            )
        }
        func malformed(_ message: String) -> FielError { FielError(.malformedModel, message, at: .init(file: path)) }
        guard file.metadata["format"] == Self.format, let base = file.metadata["base"] else {
            throw malformed("is no adapter: its metadata have no format \(Self.format) and base")
        }
        layout = try AdapterLayout(file)
        var numbers: [Float] = []
        for part in layout.tensors {
            guard let tensor = file.tensors[part.name] else { throw malformed("has no tensor \(part.name)") }
            numbers += try tensor.expecting(shape: part.shape).floats(on: fiel_isa_best())
            guard numbers[part.range].allSatisfy({ abs($0) <= Self.largest }) else {
                throw malformed("tensor \(part.name) holds a number beyond ±\(Int(Self.largest))")
            }
        }
        guard file.tensors.count == layout.tensors.count else { throw malformed("holds tensors of no known name") }
        guard let written = file.metadata["crc32c"] else { throw malformed("has no checksum of its numbers (crc32c)") }
        let found = Self.checksum(of: numbers)
        guard found == written else {
            throw malformed("is damaged: the checksum of its numbers is \(found), it was written with \(written)")
        }
        self.numbers = numbers
        self.base = base
        baseName = file.metadata["base_name"] ?? "another model"
        report = file.metadata["report"] ?? "{}"
    }

    /// The same numbers with another report.
    public func with(report: String) -> Adapter { Adapter(copying: self, report: report) }

    private init(copying other: Adapter, report: String) {
        (base, baseName, layout, numbers) = (other.base, other.baseName, other.layout, other.numbers)
        self.report = report
    }

    /// The contents of a file.
    public var bytes: [UInt8] {
        SafetensorsWriter.bytes(
            layout.tensors.map { .init(name: $0.name, shape: $0.shape, values: numbers[$0.range]) },
            metadata: [
                "format": Self.format, "base": base, "base_name": baseName, "report": report,
                "crc32c": Self.checksum(of: numbers),
            ]
        )
    }

    private static func checksum(of numbers: [Float]) -> String {
        let sum = numbers.withUnsafeBytes { bytes in
            fiel_crc32c(fiel_isa_best(), 0, bytes.count, bytes.bindMemory(to: UInt8.self).baseAddress)
        }
        return ModelFingerprint.text(sum)
    }

    /// Checks that the adapter was made for a model.
    ///
    /// - Throws: `FielError` with code `invalidArgument` that names both models.
    func check(against path: String, _ layout: AdapterLayout) throws(FielError) {
        let found = try ModelFingerprint.of(path)
        guard found == base, layout == self.layout else {
            throw FielError(
                .invalidArgument,
                "the adapter was made for \(baseName) (\(base)), not for \(Self.name(of: path)) (\(found))",
                hint: "give the model that it was made for, or tune again"
            )
        }
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension AdapterLayout {
    /// The sizes that the shapes in a file speak of.
    ///
    /// - Throws: `FielError` with code `malformedModel` where there is none.
    init(_ file: SafetensorsFile) throws(FielError) {
        guard let keys = file.tensors["layer.0.key"]?.shape, keys.count == 1,
            let inner = file.tensors["layer.0.inner"]?.shape, inner.count == 1
        else {
            throw FielError(.malformedModel, "has no vectors for layer 0", at: .init(file: file.file.path))
        }
        layers = file.tensors.keys.count { $0.hasSuffix(".key") }
        (hidden, intermediate) = (keys[0], inner[0])
    }
}
