package import FielCore

/// Speaks HTTP by way of the program `curl`, one process a request.
///
/// A client inside the process would have to be `URLSession`: linking it makes every start of the program, network or not,
/// 9 ms slower and 11 MB larger. Certificates, proxies and protocol versions are as curl has them; its configuration file is
/// not read. Calls block: they belong on a thread of their own, see `offThread`.
package struct HTTPClient: Sendable {
    /// How long things may take and how large replies may be.
    package struct Limits: Sendable {
        /// Seconds until the connection stands.
        package var connect = 15.0
        /// Seconds without a byte, rounded up; curl looks at the last seconds together, so the end may come 5 s later.
        package var idle = 60.0
        /// Seconds in all; nil for no limit.
        package var total: Double?
        /// The most bytes of a reply's body.
        package var bytes = 64 << 20
        /// The most redirects that are followed.
        package var redirects = 8

        /// 15 s to connect, 60 s without a byte, 64 MiB.
        package init() {}
    }

    /// How long things may take and how large replies may be.
    package var limits = Limits()

    /// A client with the default limits.
    package init() {}

    /// Sends a request and hands on the reply as it comes.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - isCancelled: asked ten times a second.
    ///   - onHead: takes the heads of the redirects and of the reply, that of the reply last, before any byte of the body.
    ///   - onBody: takes the next bytes of the body, and says whether more of them are wanted.
    /// - Returns: the reply's head, whatever its status.
    package func send(
        _ request: HTTPRequest,
        isCancelled: () -> Bool = { false },
        onHead: ([HTTPHead]) throws(FielError) -> Void = { (_: [HTTPHead]) throws(FielError) in },
        onBody: (ArraySlice<UInt8>) throws(FielError) -> Bool
    ) throws(HTTPFailure) -> HTTPHead {
        let curl: ChildProcess
        do {
            curl = try ChildProcess(
                ["curl", "--disable", "--config", "-"],
                input: Array(try CurlConfiguration(request, limits).text.utf8),
                attachment: request.body ?? []
            )
        } catch { throw HTTPFailure(error) }
        var reader = HTTPHeadReader()
        var received = 0
        while true {
            let bytes = curl.read(isCancelled: isCancelled)
            guard !bytes.isEmpty else { break }
            let wasComplete = reader.isComplete
            guard let body = reader.take(bytes) else {
                throw HTTPFailure(FielError(.unavailable, "\(request.url) does not speak HTTP"))
            }
            received += body.count
            guard received <= limits.bytes else {
                throw HTTPFailure(
                    FielError(.unavailable, "\(request.url) sends more than the \(limits.bytes) bytes allowed")
                )
            }
            do {
                if !wasComplete && reader.isComplete { try onHead(reader.heads) }
                if !body.isEmpty, try !onBody(body) {
                    curl.stop()
                    if let head = reader.heads.last { return head }
                }
            } catch { throw HTTPFailure(error) }
        }
        if isCancelled() { throw HTTPFailure(FielError(.unavailable, "\(request.url): interrupted")) }
        try check(curl, request)
        guard reader.isComplete, let head = reader.heads.last else {
            throw HTTPFailure(FielError(.unavailable, "\(request.url) sends no reply"), isTransient: true)
        }
        return head
    }

    /// Sends a request and keeps the body of the reply.
    package func fetch(
        _ request: HTTPRequest,
        isCancelled: () -> Bool = { false }
    ) throws(HTTPFailure) -> (head: HTTPHead, body: [UInt8]) {
        var body: [UInt8] = []
        let head = try send(
            request,
            isCancelled: isCancelled,
            onBody: { (bytes: ArraySlice<UInt8>) throws(FielError) in
                body += bytes
                return true
            }
        )
        return (head, body)
    }

    private func check(_ curl: ChildProcess, _ request: HTTPRequest) throws(HTTPFailure) {
        let code = curl.wait()
        guard code != 0 else { return }
        let said = excerpt(curl.complaint().utf8)
        // Names that are not found, refused and cut connections, and time-outs may be better later (exit codes: man curl).
        let isTransient = [5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 92].contains(code)
        throw HTTPFailure(
            FielError(
                .unavailable,
                "\(request.url): \(said.isEmpty ? "curl ends with code \(code)" : said)",
                hint: isTransient ? "check the network, the address and the proxy settings" : nil
            ),
            isTransient: isTransient
        )
    }
}

/// A request that was not answered as it should have been.
package struct HTTPFailure: Error, Sendable {
    /// What is told to the user.
    package var error: FielError
    /// Whether the same request may succeed later.
    package var isTransient: Bool
    /// The seconds that the server asks to wait before that.
    package var retryAfter: Double?

    /// Joins the facts of a failure.
    package init(_ error: FielError, isTransient: Bool = false, retryAfter: Double? = nil) {
        self.error = error
        self.isTransient = isTransient
        self.retryAfter = retryAfter
    }
}

extension HTTPFailure {
    /// The failure that a status other than success is; 408, 425, 429 and 5xx may be better later.
    package init(status head: HTTPHead, of url: String, body: some Collection<UInt8> = []) {
        let said = excerpt(body)
        let hint: String? =
            switch head.status {
            case 401, 403: "check the key or token, and what it gives access to"
            case 404: "check the address and the name of the model"
            default: nil
            }
        self.init(
            FielError(
                .unavailable,
                "\(url) answers with status \(head.status)\(said.isEmpty ? "" : ": \(said)")",
                hint: hint
            ),
            isTransient: [408, 409, 425, 429].contains(head.status) || head.status >= 500,
            retryAfter: RetryPolicy.seconds(retryAfter: head.headers["retry-after"])
        )
    }
}
