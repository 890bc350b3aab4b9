public import FielCore

extension DecodingParameters {
    /// Checks every parameter against its range.
    ///
    /// - Parameter vocabularySize: the number of the model's tokens, where it is known, for the ids of `logitBias`.
    /// - Throws: `FielError` with code `invalidArgument` that names the parameter, its value and its range.
    public func validate(vocabularySize: Int? = nil) throws(FielError) {
        try check("maxTokens", maxTokens, "at least 1") { $0 >= 1 }
        try check("temperature", temperature, "a number above 0") { $0 > 0 && $0.isFinite }
        try check("topK", topK, "at least 0") { $0 >= 0 }
        try check("topP", topP, "in 0...1") { (0...1).contains($0) }
        try check("minP", minP, "in 0...1") { (0...1).contains($0) }
        try check("repetitionPenalty", repetitionPenalty, "a number above 0") { $0 > 0 && $0.isFinite }
        try check("presencePenalty", presencePenalty, "in -2...2") { (-2...2).contains($0) }
        try check("frequencyPenalty", frequencyPenalty, "in -2...2") { (-2...2).contains($0) }
        try check("samples", samples, "in 1...1024") { (1...1024).contains($0) }
        try check("alternatives", alternatives, "in 0...1000") { (0...1000).contains($0) }
        try check("the number of stop strings", stop.count, "at most 64") { $0 <= 64 }
        for string in stop {
            try check("the length of a stop string", string.utf8.count, "in 1...1024 bytes") { (1...1024).contains($0) }
        }
        try validateBias(vocabularySize)
        guard case .beam(let beam) = method else { return }
        try check("beam width", beam.width, "in 1...256") { (1...256).contains($0) }
        try check("lengthPenalty", beam.lengthPenalty, "in -10...10") { (-10...10).contains($0) }
        try check("samples", samples, "at most the beam width, \(beam.width)") { $0 <= beam.width }
    }

    private func validateBias(_ vocabularySize: Int?) throws(FielError) {
        let size = vocabularySize ?? Int(Int32.max)
        for (token, bias) in logitBias.sorted(by: { $0.key < $1.key }) {
            try check("the token of a logitBias", Int(token), "in 0..<\(size)") { (0..<size).contains($0) }
            try check("logitBias of token \(token)", bias, "a number or minus infinity") { $0 < .infinity }
        }
    }

    private func check<Value>(
        _ name: String,
        _ value: Value,
        _ range: String,
        _ isValid: (Value) -> Bool
    ) throws(FielError) {
        guard isValid(value) else {
            throw FielError(.invalidArgument, "\(name) is \(value), expected \(range)")
        }
    }
}
