/// What is asked of a server.
package struct HTTPRequest: Sendable {
    /// The address, `http` or `https`.
    package var url: String
    /// Names and values.
    ///
    /// `Authorization` is never sent on to another host.
    package var headers: [(name: String, value: String)]
    /// Sent with POST; nil for GET.
    package var body: [UInt8]?

    /// Joins the parts of a request.
    package init(url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil) {
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The status and headers of a reply.
package struct HTTPHead: Sendable, Hashable {
    /// The status code, in 100...999.
    package var status: Int
    /// The last value of each header, by its name in lower case.
    package var headers: [String: String]

    /// Reads the lines of one head, without the empty one after them; nil where they are none.
    init?(_ text: Substring) {
        var lines = text.split(omittingEmptySubsequences: true) { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
        guard !lines.isEmpty else { return nil }
        let words = lines.removeFirst().split(separator: " ")
        guard words.count > 1, words[0].hasPrefix("HTTP/"), let status = Int(words[1]), 100...999 ~= status else {
            return nil
        }
        self.status = status
        headers = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers[line[..<colon].lowercased()] = String(value)
        }
    }

    /// Whether the server sends the client elsewhere, so that another head follows.
    var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) && headers["location"] != nil }
}
