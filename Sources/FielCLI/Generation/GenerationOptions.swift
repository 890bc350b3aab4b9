import FielCore
import FielGeneration

extension CommandSpec.Option {
    /// The language model.
    static let languageModel = Self(
        name: "--model",
        value: "MODEL",
        isRead: true,
        help:
            "A name that fiel models list shows, or the path of a GGUF file or Hugging Face folder; smollm2 unless given"
    )

    /// A service in place of the built-in engine.
    static let endpoint = Self(
        name: "--endpoint",
        value: "URL",
        help:
            "Ask --model of a service with OpenAI's interface, such as http://127.0.0.1:8080/v1; the key comes from "
            + "$OPENAI_API_KEY"
    )

    /// How answers are drawn.
    static let decoding: [Self] = [
        .init(
            name: "--request",
            value: "FILE",
            isRead: true,
            help: "Take parameters from a JSON request, in the names of OpenAI or OCI"
        ),
        .init(
            name: "--decoding",
            value: "D",
            choices: ["greedy", "sample", "beam"],
            help: "How tokens are chosen; greedy unless given or an option below says otherwise"
        ),
        .init(name: "--max-tokens", value: "N", help: "The most tokens of an answer; 256 unless given"),
        .init(name: "--temperature", value: "T", help: "Divide logits by T before sampling; 0 is greedy"),
        .init(name: "--top-k", value: "K", help: "Sample from the K most probable tokens"),
        .init(name: "--top-p", value: "P", help: "Sample from the most probable tokens that together reach P"),
        .init(name: "--min-p", value: "P", help: "Sample from tokens of at least P times the greatest probability"),
        .init(name: "--repetition-penalty", value: "X", help: "Divide the logits of tokens that were there before"),
        .init(name: "--presence-penalty", value: "X", help: "Subtract from the logits of tokens generated before"),
        .init(name: "--frequency-penalty", value: "X", help: "Subtract for each time that a token was generated"),
        .init(
            name: "--penalty-scope",
            value: "S",
            choices: DecodingParameters.PenaltyScope.allCases.map(\.rawValue),
            help: "Which tokens the penalties count; generated unless given"
        ),
        .init(name: "--logit-bias", value: "ID=X", repeats: true, help: "Add X to a token's logit; -inf forbids it"),
        .init(name: "--stop", value: "TEXT", repeats: true, help: "End the answer where it holds TEXT"),
        .init(name: "--seed", value: "N", help: "Where the random numbers start; 0 unless given"),
        .init(name: "--samples", value: "N", help: "How many answers; 1 unless given"),
        .init(name: "--beams", value: "N", help: "How many hypotheses a beam search keeps; 4 unless given"),
        .init(name: "--length-penalty", value: "X", help: "Rank beams by log p / length^X; 1 unless given"),
        .init(
            name: "--beam-stopping",
            value: "S",
            choices: BeamParameters.Stopping.allCases.map(\.rawValue),
            help: "When a beam search ends; heuristic unless given"
        ),
        .init(name: "--alternatives", value: "N", help: "Show the N most probable tokens of each place"),
    ]
}

extension Arguments {
    /// The service that `--endpoint` names; nil where it is not given.
    ///
    /// - Parameter model: the model's name there, where `--model` gives none.
    func service(_ console: Console, model: String? = nil) throws(FielError) -> RemoteGenerator? {
        guard let endpoint = value("--endpoint") else { return nil }
        guard let name = value("--model") ?? model else {
            throw FielError(.invalidArgument, "--endpoint needs --model, the model's name there")
        }
        var options = RemoteOptions(model: name)
        options.baseURL = endpoint
        options.sendsExtensions = true
        return RemoteGenerator(options, environment: console.environment)
    }

    /// The value of an option that is a number.
    func number(_ name: String) throws(FielError) -> Double? {
        guard let text = value(name) else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw FielError(.invalidArgument, "\(name) is \"\(text)\", expected a number")
        }
        return number
    }

    /// The value of an option that is a whole number of at least 0.
    func wholeNumber(_ name: String) throws(FielError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw FielError(.invalidArgument, "\(name) is \"\(text)\", expected a whole number of at least 0")
        }
        return number
    }

    /// A request with what the options say in place of what it says.
    func decoding(over request: GenerationRequest) throws(FielError) -> DecodingParameters {
        var parameters = request.parameters
        try readNumbers(into: &parameters)
        if let scope = value("--penalty-scope").flatMap(DecodingParameters.PenaltyScope.init) {
            parameters.penaltyScope = scope
        }
        for text in all("--logit-bias") {
            let sides = text.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let id = Int32(sides[0]), let bias = Double(sides[1]), !bias.isNaN else {
                throw FielError(.invalidArgument, "--logit-bias is \"\(text)\", expected a token id, =, and a number")
            }
            parameters.logitBias[id] = bias
        }
        if !all("--stop").isEmpty { parameters.stop = all("--stop") }
        try readMethod(into: &parameters)
        try parameters.validate()
        return parameters
    }

    private func readNumbers(into parameters: inout DecodingParameters) throws(FielError) {
        if let value = try count("--max-tokens") { parameters.maxTokens = value }
        if let value = try number("--temperature"), value != 0 { parameters.temperature = value }
        if let value = try wholeNumber("--top-k") { parameters.topK = value }
        if let value = try number("--top-p") { parameters.topP = value }
        if let value = try number("--min-p") { parameters.minP = value }
        if let value = try number("--repetition-penalty") { parameters.repetitionPenalty = value }
        if let value = try number("--presence-penalty") { parameters.presencePenalty = value }
        if let value = try number("--frequency-penalty") { parameters.frequencyPenalty = value }
        if let value = try wholeNumber("--seed") { parameters.seed = UInt64(value) }
        if let value = try count("--samples") { parameters.samples = value }
        if let value = try wholeNumber("--alternatives") { parameters.alternatives = value }
    }

    /// `--decoding`, or what the options that only one method obeys ask for.
    private func readMethod(into parameters: inout DecodingParameters) throws(FielError) {
        let beam = ["--beams", "--length-penalty", "--beam-stopping"].first(where: has)
        let sampling = ["--top-k", "--top-p", "--min-p"].first(where: has)
        let temperature = try number("--temperature")
        let wanted = value("--decoding")
        if let beam, let wanted, wanted != "beam" {
            throw FielError(.invalidArgument, "\(beam) has no effect with --decoding \(wanted)")
        }
        if let option = sampling ?? temperature.map({ _ in "--temperature" }), wanted == "beam" || beam != nil {
            throw FielError(.invalidArgument, "\(option) has no effect in a beam search")
        }
        if wanted == "beam" || beam != nil {
            var search = BeamParameters()
            if case .beam(let given) = parameters.method { search = given }
            if let value = try count("--beams") { search.width = value }
            if let value = try number("--length-penalty") { search.lengthPenalty = value }
            if let value = value("--beam-stopping").flatMap(BeamParameters.Stopping.init) { search.stopping = value }
            parameters.method = .beam(search)
        } else if wanted == "greedy" || (wanted == nil && temperature == 0) {
            parameters.method = .greedy
        } else if wanted == "sample" || sampling != nil || temperature != nil {
            guard temperature != 0 else {
                throw FielError(.invalidArgument, "--temperature is 0, expected a number above 0 for sampling")
            }
            parameters.method = .sample
        }
    }
}
