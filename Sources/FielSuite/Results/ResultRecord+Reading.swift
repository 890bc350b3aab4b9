public import FielCore

extension ResultRecord {
    /// Reads what `ResultLine` wrote.
    ///
    /// Only `id` and `metrics` are needed: lines of older versions hold no texts.
    ///
    /// - Parameter members: the members of a line's object.
    /// - Throws: `FielError` with code `malformedInput` that names the field and what is wrong with it.
    public init(_ members: [String: JSONValue]) throws(FielError) {
        let line = RecordFields(members)
        let id = try line.string("id")
        let contexts = try line.objects("contexts")
        var texts: [String] = []
        var relevance: [Double] = []
        for context in contexts {
            texts.append(try context.optionalString("text") ?? "")
            if let value = try context.optionalNumber("relevance") { relevance.append(value) }
        }
        sample = Sample(
            id: id,
            question: try line.optionalString("question"),
            contexts: texts,
            answer: try line.optionalString("answer") ?? "",
            reference: try line.optionalString("reference"),
            metadata: try line.optionalObject("metadata") ?? [:]
        )
        var claims: [ClaimJudgement] = []
        for claim in try line.objects("claims") { claims.append(try Self.claim(claim)) }
        evaluation = Evaluation(id: id, contextRelevance: relevance, claims: claims)
        versions = [:]
        configuration = try line.optionalString("configuration")
        cluster = try line.optionalString("cluster")
        let metrics = try line.object("metrics")
        for (name, fields) in try metrics.members() {
            evaluation.metrics[name] = try Self.outcome(fields)
            versions[name] = try fields.optionalWhole("version") ?? 1
        }
        if let counts = try line.optionalObject("accounting").map({ RecordFields($0, of: "accounting") }) {
            evaluation.accounting.pairs = try counts.whole("pairs")
            evaluation.accounting.tokensSeen = try counts.whole("tokens_seen")
            evaluation.accounting.tokensCut = try counts.whole("tokens_cut")
        }
    }

    private static func outcome(_ fields: RecordFields) throws(FielError) -> Outcome {
        switch try fields.string("status") {
        case "scored": return .scored(try fields.number("value"))
        case "abstained": return .abstained
        case "noCheckableClaim": return .noCheckableClaim
        case "noQuestion": return .noQuestion
        case "noContexts": return .noContexts
        case "noReference": return .noReference
        case "noSamples": return .noSamples
        case "noLabel": return .noLabel
        case "noCitations": return .noCitations
        case "failed": return .failed(FielError(.internalError, try fields.optionalString("error") ?? "failed"))
        case let other: throw fields.wrong("status", "is \(JSONValue.string(other).excerpt), expected an outcome")
        }
    }

    private static func claim(_ fields: RecordFields) throws(FielError) -> ClaimJudgement {
        let name = try fields.string("verdict")
        guard let verdict = Verdict(rawValue: name) else {
            throw fields.wrong("verdict", "is \(JSONValue.string(name).excerpt), expected a verdict")
        }
        var evidence: Evidence?
        if let place = try fields.optionalObject("evidence").map({ RecordFields($0, of: fields.name("evidence")) }) {
            evidence = Evidence(context: try place.whole("context"), range: try place.range("range"))
        }
        return ClaimJudgement(
            text: try fields.string("text"),
            range: try fields.optionalRange("range") ?? 0..<0,
            verdict: verdict,
            support: try fields.optionalNumber("support") ?? 0,
            contradiction: try fields.optionalNumber("contradiction") ?? 0,
            evidence: evidence,
            findings: try fields.strings("findings")
        )
    }
}
