public import FielCore
import FielNetwork

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A service that speaks OpenAI's protocol, at `/chat/completions` for conversations and `/completions` for raw texts.
///
/// Requests that fail for the moment (no connection, 408, 409, 425, 429, 5xx) are sent again after a while, or when the
/// service asks for it, unless a piece of the answer has already been handed on. The key is sent to the service's host only,
/// and stands in no message.
public struct RemoteGenerator: Generator {
    /// The model's name at the service.
    public var name: String { options.model }

    private let options: RemoteOptions
    private let key: String?
    private let limit: ConcurrencyLimit

    /// Prepares requests; none is sent yet.
    ///
    /// - Parameters:
    ///   - options: where the service is and how patient to be.
    ///   - environment: where the key is looked up.
    public init(_ options: RemoteOptions, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.options = options
        key = environment[options.keyVariable].flatMap { $0.isEmpty ? nil : $0 }
        limit = ConcurrencyLimit(options.maximumConcurrency)
    }

    /// Asks the service for answers.
    ///
    /// Log-probabilities are asked for where `parameters.alternatives` is above 0. Token ids are not known.
    public func generate(
        _ prompt: Prompt,
        _ parameters: DecodingParameters,
        onText: (@Sendable (String) -> Void)?
    ) async throws(FielError) -> [Generation] {
        let body = try RemoteRequest(prompt, parameters, options, streams: onText != nil)
        await limit.enter()
        let result: Result<[Generation], FielError>
        do throws(FielError) {
            result = .success(
                try await offThread { isCancelled throws(FielError) in
                    try send(body, parameters, isCancelled, onText)
                }
            )
        } catch {
            result = .failure(error)
        }
        await limit.leave()
        return try result.get()
    }

    private func send(
        _ body: RemoteRequest,
        _ parameters: DecodingParameters,
        _ isCancelled: () -> Bool,
        _ onText: (@Sendable (String) -> Void)?
    ) throws(FielError) -> [Generation] {
        var headers = [("Content-Type", "application/json")]
        if let key { headers.append(("Authorization", "Bearer \(key)")) }
        let base = options.baseURL.hasSuffix("/") ? String(options.baseURL.dropLast()) : options.baseURL
        let request = HTTPRequest(url: base + body.path, headers: headers, body: body.body)
        var retries = RetryPolicy()
        retries.attempts = options.attempts
        retries.firstWait = options.firstWait
        retries.seed = parameters.seed
        return try retries.run(isCancelled: isCancelled) { () throws(HTTPFailure) in
            var exchange = RemoteExchange(samples: parameters.samples, onText: onText)
            do throws(HTTPFailure) {
                let head = try client.send(
                    request,
                    isCancelled: isCancelled,
                    onHead: { (heads: [HTTPHead]) throws(FielError) in exchange.start(heads.last) },
                    onBody: { (bytes: ArraySlice<UInt8>) throws(FielError) in try exchange.take(bytes) }
                )
                return try exchange.finish(head, request.url)
            } catch {
                var failure = error
                failure.isTransient = failure.isTransient && !exchange.hasHandedOn
                throw failure
            }
        }
    }

    private var client: HTTPClient {
        var client = HTTPClient()
        client.limits.connect = options.connectTimeout
        client.limits.idle = options.idleTimeout
        client.limits.total = options.totalTimeout
        client.limits.bytes = options.maximumReplyBytes
        return client
    }
}
