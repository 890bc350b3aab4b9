import FielCore
import FielGeneration
import Testing

@Suite("Request files") struct RequestTests {
    private func read(_ text: String) throws(FielError) -> GenerationRequest {
        try GenerationRequest(parsing: text.utf8)
    }

    @Test("OpenAI's names")
    func openAI() throws {
        let request = try read(
            """
            {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}],"max_tokens":7,
             "temperature":0.5,"top_p":0.9,"frequency_penalty":0.25,"presence_penalty":-1,"stop":"END","seed":3,"n":2,
             "logprobs":true,"top_logprobs":4,"logit_bias":{"5":-100},"stream":true}
            """
        )
        let parameters = request.parameters
        #expect(parameters.method == .sample)
        #expect((parameters.maxTokens, parameters.samples, parameters.alternatives) == (7, 2, 4))
        #expect((parameters.temperature, parameters.topP) == (0.5, 0.9))
        #expect((parameters.frequencyPenalty, parameters.presencePenalty) == (0.25, -1))
        #expect((parameters.stop, parameters.includesStop, parameters.seed) == (["END"], false, 3))
        #expect(parameters.logitBias == [5: -100])
        #expect(request.likelihoods == .generation && request.isStream && request.model == "m")
        #expect(request.prompt == .chat([ChatMessage(.system, [.text("s")]), ChatMessage(.user, [.text("u")])]))
    }

    @Test("OCI's names, with OCI's meanings")
    func oci() throws {
        let request = try read(
            """
            {"prompt":"p","maxTokens":9,"temperature":0.7,"topK":-1,"topP":0,"frequencyPenalty":1,"presencePenalty":0.5,
             "stopSequences":["END"],"returnLikelihoods":"ALL","numGenerations":3,"format":"BULLETS",
             "extractiveness":"HIGH","isEcho":true,"isStream":false,"truncate":"START"}
            """
        )
        let parameters = request.parameters
        #expect((parameters.maxTokens, parameters.samples, parameters.topK, parameters.topP) == (9, 3, 0, 1))
        #expect((parameters.stop, parameters.includesStop) == (["END"], true))
        #expect(request.likelihoods == .all && request.truncation == .start && request.format == .bullets)
        #expect(request.extractiveness == .high && request.isEcho && !request.isStream)
        #expect(try read(#"{"maxTokens":1,"stop":["x"],"logProbs":2}"#).parameters.includesStop == false)
    }

    @Test("temperature 0 is greedy, and without one only sampling's own fields make it sampling")
    func temperature() throws {
        #expect(try read(#"{"temperature":0,"topK":5}"#).parameters.method == .greedy)
        #expect(try read(#"{"temperature":0.1}"#).parameters.method == .sample)
        #expect(try read("{}").parameters == DecodingParameters())
        #expect(try read(#"{"top_p":0.5,"temperature":null}"#).parameters.method == .sample)
        #expect(try read(#"{"n":2}"#).parameters.method == .sample)
        #expect(try read(#"{"top_p":0}"#).parameters.topP == 0)
    }

    @Test(
        "what is wrong is an error that names it",
        arguments: [
            (#"{"max_token":1}"#, "did you mean max_tokens?"), (#"{"maxTokenz":1}"#, "did you mean maxTokens?"),
            (#"{"max_tokens":0}"#, "max_tokens"), (#"{"max_tokens":1.5}"#, "max_tokens"),
            (#"{"temperature":-1}"#, "temperature"), (#"{"top_p":"x"}"#, "top_p"), (#"{"stop":[1]}"#, "stop"),
            (#"{"stop":[""]}"#, "stop"), (#"{"maxTokens":1,"top_p":1}"#, "mixes"), (#"{"top_logprobs":3}"#, "logprobs"),
            (#"{"stop":"a","stopSequences":["b"]}"#, "both"),
            (#"{"returnLikelihoods":"SOME"}"#, "NONE, ALL, GENERATION"),
            (#"{"logit_bias":{"x":1}}"#, "logit_bias"), (#"{"messages":[{"role":"tool","content":""}]}"#, "role"),
            (#"{"messages":[{"role":"user"}]}"#, "content"), (#"{"prompt":"a","messages":[]}"#, "both"),
            (#"{"max_tokens":1,"max_completion_tokens":2}"#, "max_completion_tokens"), ("[]", "an object"),
        ]
    )
    func errors(text: String, word: String) {
        let error = #expect(throws: FielError.self) { try read(text) }
        #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    }

    @Test("random JSON gives a request or an error, never a crash", arguments: UInt64(0)..<300)
    func fuzz(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let keys = [
            "max_tokens", "temperature", "stop", "messages", "logit_bias", "n", "topP", "truncate", "seed", "zz",
        ]
        let values = [
            "1", "-1", "1e300", "0.5", "null", "true", "\"x\"", "[]", "{}", "[1,\"a\"]", "{\"1\":1}", "\"START\"",
            "1e19",
        ]
        let members = (0..<random.next(below: 4)).map { _ in
            "\"\(keys[random.next(below: keys.count)])\":\(values[random.next(below: values.count)])"
        }
        var bytes = Array("{\(members.joined(separator: ","))}".utf8)
        if random.next(below: 3) == 0 { bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256)) }
        if let request = try? GenerationRequest(parsing: bytes) {
            #expect(throws: Never.self) { try request.parameters.validate() }
        }
        _ = try? LikelihoodSpec(parsing: bytes)
    }

    @Test("the likelihood report is the contract's JSON, computed from template prompts and text continuations")
    func likelihood() throws {
        let spec = try LikelihoodSpec(
            parsing: #"{"prompts":["ab","c"],"log_priors":[-0.5,null],"continuations":["d",""]}"#.utf8
        )
        let model = ToyModel(vocabularySize: 20)
        var json = JSONWriter()
        try spec.likelihoods(model).write(to: &json)
        let entries = try JSONValue(parsing: json.bytes)["continuations"].elements
        let expected = try LikelihoodScorer(model).likelihoods(
            of: [model.tokens(of: [.text("d")])],
            after: [TokenPrompt(model.tokens(of: [.template("ab")]))],
            prior: PassagePrior(logPriors: [0])
        )[0]
        #expect(entries.count == 2)
        #expect(entries[0]["text"].string == "d")
        #expect(entries[0]["ids"].ids == model.tokens(of: [.text("d")]))
        #expect(entries[0]["rag_sequence"].number == expected.ragSequence)
        #expect(entries[0]["rag_token_tokens"].numbers == expected.ragTokenTokens)
        #expect(entries[0]["per_passage"].elements == [.array([.number(expected.ragSequence)]), .null])
        #expect(entries[1]["rag_token"].number == 0)
        for form in [MarginalGenerator<ToyModel>.Form.ragToken, .ragSequence(SequenceOptions())] {
            #expect(try spec.generate(model, form, DecodingParameters())[0].passages[1].posterior == 0)
        }
    }

    @Test(
        "a wrong likelihood spec is an error that names the field",
        arguments: [
            (#"{"continuations":["a"]}"#, "prompts"), (#"{"prompts":[]}"#, "prompts"),
            (#"{"prompts":["a"],"log_priors":[0,0]}"#, "log_priors"),
            (#"{"prompts":["a"],"log_priors":["x"]}"#, "log_priors"),
            (#"{"prompts":["a"],"log_priors":[null]}"#, "log-prior"),
            (#"{"prompts":["a"],"logpriors":[0]}"#, "log_priors"),
        ]
    )
    func specErrors(text: String, word: String) {
        let error = #expect(throws: FielError.self) { try LikelihoodSpec(parsing: text.utf8) }
        #expect(error?.description.contains(word) == true)
    }

    @Test("an answer is written as the contract says")
    func generation() throws {
        let prior = try PassagePrior(scores: [0, 1])
        var parameters = DecodingParameters()
        (parameters.maxTokens, parameters.alternatives) = (2, 2)
        let found = try MixtureDecoder(ToyModel(endTokens: []))
            .decode([TokenPrompt([1]), TokenPrompt([2])], prior: prior, parameters)[0]
        var json = JSONWriter()
        var options = Generation.JSONOptions()
        options.showsAlternatives = true
        found.write(to: &json, options)
        let value = try JSONValue(parsing: json.bytes)
        #expect(value["text"].string == found.text)
        #expect(value["tokens"].elements.map { $0["posterior"].numbers } == found.tokens.map(\.posterior))
        #expect(value["tokens"].elements.map { $0["logprob"].number } == found.tokens.map(\.logProbability))
        #expect(value["tokens"].elements.allSatisfy { $0["alternatives"].elements.count == 2 })
        #expect(value["log_likelihood"].number == found.logLikelihood)
        #expect(value["passages"].elements.map { $0["prior"].number } == prior.probabilities)
        #expect(value["usage"]["completion_tokens"].integer == 2)
    }
}
