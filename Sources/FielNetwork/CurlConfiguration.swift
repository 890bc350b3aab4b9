import FielCore

/// The configuration that curl reads from its standard input, so that keys stand in no argument.
struct CurlConfiguration {
    /// One option a line.
    let text: String

    /// Writes a request down.
    ///
    /// - Throws: `FielError` with code `invalidArgument` where the address or a header holds a control character, or the address
    ///   is not `http` or `https`.
    init(_ request: HTTPRequest, _ limits: HTTPClient.Limits) throws(FielError) {
        let isSecure = request.url.lowercased().hasPrefix("https://")
        guard isSecure || request.url.lowercased().hasPrefix("http://") else {
            throw FielError(.invalidArgument, "\"\(request.url)\" is no http or https address")
        }
        var lines = [
            "silent", "show-error", "include", "suppress-connect-headers", "no-buffer", "globoff", "location",
            "max-redirs = \(limits.redirects)",
            "proto = \"=http,https\"",
            // What was asked for over a secure connection is not fetched over another.
            "proto-redir = \"\(isSecure ? "=https" : "=http,https")\"",
            "connect-timeout = \(limits.connect)",
            "speed-limit = 1",
            "speed-time = \(Int(limits.idle.rounded(.up)))",
            "user-agent = \"fiel\"",
            "header = \"Expect:\"",
        ]
        if let total = limits.total { lines.append("max-time = \(total)") }
        if request.body != nil { lines.append("data-binary = \"@/dev/fd/3\"") }
        for header in request.headers {
            lines.append("header = \(try Self.quoted("\(header.name): \(header.value)", as: header.name))")
        }
        lines.append("url = \(try Self.quoted(request.url, as: "address"))")
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ value: String, as name: String) throws(FielError) -> String {
        guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw FielError(.invalidArgument, "the \(name) holds a control character")
        }
        return "\"" + value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }
}
