import FielCore
import FielEngine

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Prints the natural log-likelihood of each window of tokens: of all its tokens but the first, given those before.
enum WindowLikelihood {
    static func run(_ arguments: [String]) throws {
        guard arguments.count == 4, let precision = Precision(rawValue: arguments[1]), let size = Int(arguments[3])
        else {
            throw FielError(.invalidArgument, "usage: FielBench likelihood MODEL f32|int8 IDS.json WINDOW")
        }
        var options = EngineOptions()
        options.precision = precision
        let model = try CausalLanguageModel(path: arguments[0], options: options)
        let file = try JSONValue(parsing: try Data(contentsOf: URL(filePath: arguments[2])))
        let ids = (file.array ?? []).compactMap { $0.number.map { Int32($0) } }
        for start in stride(from: 0, to: ids.count - 1, by: size) {
            print(try logLikelihood(model, Array(ids[start..<min(start + size, ids.count)])))
        }
    }

    private static func logLikelihood(_ model: CausalLanguageModel, _ window: [Int32]) throws -> Double {
        var context = model.emptyContext
        var sum = 0.0
        for start in stride(from: 0, to: window.count - 1, by: 128) {
            let end = min(start + 128, window.count - 1)
            let read = try model.extend([Continuation(context, tokens: Array(window[start..<end]), logits: .all)])[0]
            for (logits, next) in zip(read.logits, window[(start + 1)...]) {
                let highest = Double(logits.max() ?? 0)
                let total = logits.reduce(0.0) { $0 + exp(Double($1) - highest) }
                sum += Double(logits[Int(next)]) - highest - log(total)
            }
            context = read.context
        }
        return sum
    }
}
