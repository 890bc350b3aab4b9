import FielCore
import FielGeneration

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes configurations of what a suite file says of them; the shapes have been checked.
struct ConfigurationReader {
    /// The name of the suite's seed for configurations without one.
    let seed: UInt64
    /// The path of the suite file.
    let file: String

    /// The configurations of one object of the file, without those that differ only in what their strategy does not read.
    ///
    /// - Throws: `FielError` where values contradict each other or a file of examples cannot be used.
    func configurations(_ object: [String: JSONValue]) throws(FielError) -> [SuiteConfiguration] {
        var found: [SuiteConfiguration] = []
        var seen: Set<SuiteConfiguration> = []
        let order = [
            "name", "model", "endpoint", "strategy", "retriever", "topK", "priorTemperature", "technique", "template",
            "system", "examples", "decoding", "seed",
        ]
        for cell in ConfigurationGrid.cells(of: object, order: order) {
            var configuration = try configuration(cell.values)
            let labels = cell.labels.filter { matters($0.member, configuration.strategy) }.map(\.text)
            let own = cell.values["name"]?.string
            let variant = labels.joined(separator: ", ")
            configuration.name =
                own.map { variant.isEmpty ? $0 : "\($0): \(variant)" }
                ?? (variant.isEmpty ? configuration.strategy.rawValue : variant)
            if seen.insert(configuration.essence).inserted { found.append(configuration) }
        }
        return found
    }

    private func matters(_ member: String, _ strategy: Strategy) -> Bool {
        switch member {
        case "retriever", "topK": strategy != .zeroShot
        case "priorTemperature": strategy == .ragSequence || strategy == .ragToken
        default: true
        }
    }

    private func configuration(_ values: [String: JSONValue]) throws(FielError) -> SuiteConfiguration {
        var configuration = SuiteConfiguration(name: "")
        if let name = values["strategy"]?.string, let strategy = Strategy(rawValue: name) {
            configuration.strategy = strategy
        }
        if let name = values["technique"]?.string, let technique = Technique(rawValue: name) {
            configuration.technique = technique
        }
        read(values["retriever"]?.object ?? [:], into: &configuration)
        if let count = values["topK"]?.whole { configuration.retrieval.topK = count }
        if let value = values["priorTemperature"]?.number { configuration.priorTemperature = value }
        configuration.endpoint = values["endpoint"]?.string
        configuration.model = values["model"]?.string.map { model in
            let own = SuitePath.resolve(model, besideFile: file)
            return configuration.endpoint == nil && FileManager.default.fileExists(atPath: own) ? own : model
        }
        configuration.wording.system = values["system"]?.string
        for (name, text) in values["template"]?.object ?? [:] {
            switch name {
            case "passage": configuration.passages.passage = text.string ?? ""
            case "prompt": configuration.passages.prompt = text.string ?? ""
            default: configuration.wording.templates[name] = text.string
            }
        }
        configuration.decoding.seed = values["seed"]?.whole.map(UInt64.init) ?? seed
        try read(values["decoding"]?.object ?? [:], into: &configuration.decoding)
        if let path = values["examples"]?.string {
            configuration.wording.exemplars = try exemplars(SuitePath.resolve(path, besideFile: file))
        }
        try check(configuration)
        return configuration
    }

    private func read(_ values: [String: JSONValue], into configuration: inout SuiteConfiguration) {
        if let mode = values["mode"]?.string.flatMap(RetrievalOptions.Mode.init) {
            configuration.retrieval.mode = mode
            configuration.namesMode = true
        }
        if let alpha = values["alpha"]?.number { configuration.retrieval.alpha = alpha }
        configuration.retrieval.reranks = values["rerank"] == .bool(true)
        configuration.retrieval.foldsDocuments = values["documents"] == .bool(true)
        configuration.retrieval.mmr = values["mmr"]?.number
    }

    private func read(_ values: [String: JSONValue], into decoding: inout DecodingParameters) throws(FielError) {
        if let value = values["maxTokens"]?.whole { decoding.maxTokens = value }
        if let value = values["temperature"]?.number { decoding.temperature = value }
        if let value = values["topK"]?.whole { decoding.topK = value }
        if let value = values["topP"]?.number { decoding.topP = value }
        if let value = values["minP"]?.number { decoding.minP = value }
        if let value = values["repetitionPenalty"]?.number { decoding.repetitionPenalty = value }
        if let value = values["presencePenalty"]?.number { decoding.presencePenalty = value }
        if let value = values["frequencyPenalty"]?.number { decoding.frequencyPenalty = value }
        if let value = values["stop"] { decoding.stop = (value.array ?? [value]).compactMap(\.string) }
        let samples = ["temperature", "topK", "topP", "minP"].contains { values[$0] != nil }
        let beams = ["beams", "lengthPenalty"].contains { values[$0] != nil }
        switch values["method"]?.string ?? (beams ? "beam" : samples ? "sample" : "greedy") {
        case "beam":
            var beam = BeamParameters()
            if let width = values["beams"]?.whole { beam.width = width }
            if let penalty = values["lengthPenalty"]?.number { beam.lengthPenalty = penalty }
            decoding.method = .beam(beam)
        case "sample": decoding.method = .sample
        default: decoding.method = .greedy
        }
        try decoding.validate()
    }

    private func check(_ configuration: SuiteConfiguration) throws(FielError) {
        if configuration.endpoint != nil {
            guard configuration.model != nil else {
                throw FielError(.invalidArgument, "endpoint needs model, the model's name there")
            }
            guard configuration.strategy == .zeroShot || configuration.strategy == .ragConcat else {
                throw FielError(
                    .invalidArgument,
                    "strategy \(configuration.strategy.rawValue) needs the probabilities of all tokens, which a service "
                        + "does not give",
                    hint: "use rag-concat, or a model without endpoint"
                )
            }
        }
        let needsExamples = configuration.technique == .kShot || configuration.technique == .chainOfThought
        if needsExamples && configuration.wording.exemplars.isEmpty {
            throw FielError(.invalidArgument, "technique \(configuration.technique.rawValue) needs examples")
        }
    }

    private func exemplars(_ path: String) throws(FielError) -> [Exemplar] {
        var lines = LineReader(try FileSource(path: path))
        var exemplars: [Exemplar] = []
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            let members = try line.object.get()
            guard let question = members["question"]?.string, let answer = members["answer"]?.string else {
                throw FielError(
                    .invalidArgument,
                    "has no \"question\" and \"answer\" that are strings",
                    at: .init(file: path, line: line.number)
                )
            }
            let reasoning = members["reasoning"]?.string
            exemplars.append(Exemplar(question: question, reasoning: reasoning, answer: answer))
        }
        return exemplars
    }
}

extension JSONValue {
    /// The number, where it is whole.
    var whole: Int? { number.flatMap(Int.init(exactly:)) }
}
