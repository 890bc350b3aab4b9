import FielCore

/// What an index says about itself, in JSON; how its words were analysed stands in a section of its own.
struct IndexInfo: Sendable {
    static let section = "info"
    var options: IndexOptions
    /// `nil` for an index without vectors.
    var model: EmbeddingModelID?

    init(options: IndexOptions, model: EmbeddingModelID?) { (self.options, self.model) = (options, model) }

    /// Reads the sections of an index.
    init(sections: (String) throws(FielError) -> IndexSection) throws(FielError) {
        try self.init(try sections(Self.section))
        options.analysis = try AnalysisRecord(try sections(AnalysisRecord.section)).analysis
    }

    /// What an index starts with.
    var sections: [(name: String, bytes: [UInt8])] {
        [(Self.section, bytes), (AnalysisRecord.section, AnalysisRecord(options.analysis).bytes)]
    }

    private init(_ section: IndexSection) throws(FielError) {
        let value = try section.withBytes { bytes throws(FielError) in try JSONValue(parsing: Array(bytes)) }
        guard let members = value.object, case .bool(let keeps)? = members["keeps_vectors"],
            let graph = members["graph"]?.string.flatMap(GraphPolicy.init),
            let links = members["m"]?.number.flatMap(Int.init(exactly:)),
            let ef = members["ef_construction"]?.number.flatMap(Int.init(exactly:)),
            let seed = members["seed"]?.string.flatMap({ UInt64($0) })
        else { throw SectionTable.damaged("section \(Self.section)") }
        options = IndexOptions()
        (options.keepsVectors, options.graph) = (keeps, graph)
        (options.hnsw.maximumLinks, options.hnsw.efConstruction, options.hnsw.seed) = (links, ef, seed)
        if let name = members["model"]?.string, let digest = members["model_digest"]?.string {
            model = EmbeddingModelID(name: name, digest: digest)
        }
    }

    private var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("keeps_vectors", options.keepsVectors)
            json.member("graph", options.graph.rawValue)
            json.member("m", options.hnsw.maximumLinks)
            json.member("ef_construction", options.hnsw.efConstruction)
            json.member("seed", String(options.hnsw.seed))
            guard let model else { return }
            json.member("model", model.name)
            json.member("model_digest", model.digest)
        }
        return json.bytes
    }
}
