import FielCore
import FielNetwork
import Testing

@Suite("HTTP client", .needsCurl) struct HTTPClientTests {
    @Test("a GET gives status, headers and body")
    func get() throws {
        let server = MisbehavingServer { _, _ in .ok(203, ["X-Thing": "a: b"], "body".utf8) }
        let (head, body) = try HTTPClient().fetch(HTTPRequest(url: server.url + "/x?y=[1]"))
        #expect(head.status == 203 && head.headers["x-thing"] == "a: b" && body == Array("body".utf8))
        #expect(server.requests[0].path == "/x?y=[1]")
    }

    @Test("a body of any length and any bytes arrives as it was sent")
    func post() throws {
        let server = MisbehavingServer { request, _ in .ok(200, [:], request.body.utf8) }
        let text = String(repeating: "\"\\\n@é", count: 100_000)
        let (_, body) = try HTTPClient().fetch(HTTPRequest(url: server.url, body: Array(text.utf8)))
        #expect(body == Array(text.utf8))
    }

    @Test("a redirect is followed, and another host never sees the key")
    func redirect() throws {
        let other = MisbehavingServer { _, _ in .ok(200, [:], "there".utf8) }
        let target = "http://localhost:\(other.port)/b"
        let server = MisbehavingServer { request, _ in
            request.path == "/a" ? .ok(302, ["Location": target], []) : .ok(302, ["Location": "/a"], [])
        }
        let request = HTTPRequest(url: server.url, headers: [("Authorization", "Bearer secret")])
        #expect(try HTTPClient().fetch(request).body == Array("there".utf8))
        #expect(server.requests.map { $0.headers["authorization"] } == ["Bearer secret", "Bearer secret"])
        #expect(other.requests.map { $0.headers["authorization"] } == [nil])
    }

    @Test("a redirect loop ends")
    func loop() {
        let server = MisbehavingServer { _, _ in .ok(302, ["Location": "/again"], []) }
        let failure = #expect(throws: HTTPFailure.self) { try HTTPClient().fetch(HTTPRequest(url: server.url)) }
        #expect(failure?.isTransient == false && server.requests.count == 9)
    }

    @Test("a reply larger than allowed ends, with and without a length")
    func large() {
        var client = HTTPClient()
        client.limits.bytes = 100_000
        let endless = MisbehavingServer { _, _ in
            .stream("text/plain", [(String(repeating: "x", count: 10_000), 0)], repeats: true)
        }
        // The head is repeated too; to the client it is body.
        let failure = #expect(throws: HTTPFailure.self) { try client.fetch(HTTPRequest(url: endless.url)) }
        #expect(failure?.error.message.contains("100000 bytes allowed") == true)
    }

    @Test("silence ends after the idle time, a connection that is cut ends at once; both may be better later")
    func idle() {
        var client = HTTPClient()
        client.limits.idle = 1
        let silent = MisbehavingServer { _, _ in .stream("text/plain", [("a", 0), ("b", 20)]) }
        let start = ContinuousClock.now
        let slow = #expect(throws: HTTPFailure.self) { try client.fetch(HTTPRequest(url: silent.url)) }
        #expect(slow?.isTransient == true && ContinuousClock.now - start < .seconds(6))
        let cut = MisbehavingServer { _, _ in .ok(200, [:], "half".utf8, claiming: 8) }
        let half = #expect(throws: HTTPFailure.self) { try client.fetch(HTTPRequest(url: cut.url)) }
        #expect(half?.isTransient == true)
    }

    @Test("a control character in a header or address is refused, so that it cannot become an option")
    func injection() {
        for request in [
            HTTPRequest(url: "http://127.0.0.1/\noutput = \"x\""),
            HTTPRequest(url: "http://127.0.0.1/", headers: [("A", "b\r\nC: d")]),
            HTTPRequest(url: "file:///etc/passwd"),
        ] {
            let failure = #expect(throws: HTTPFailure.self) { try HTTPClient().fetch(request) }
            #expect(failure?.error.code == .invalidArgument)
        }
    }

    @Test("Retry-After is seconds or a date")
    func retryAfter() {
        let now = 784_111_777.0  // Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110
        #expect(RetryPolicy.seconds(retryAfter: "7", now: now) == 7)
        #expect(RetryPolicy.seconds(retryAfter: "Sun, 06 Nov 1994 08:49:47 GMT", now: now) == 10)
        #expect(RetryPolicy.seconds(retryAfter: "Sun, 06 Nov 1994 08:49:27 GMT", now: now) == 0)
        #expect(RetryPolicy.seconds(retryAfter: "soon", now: now) == nil)
    }

    @Test("events are the same however the stream is cut")
    func events() {
        let stream = Array(": hi\r\ndata: {\"a\":1}\r\n\r\nevent: x\ndata:b\ndata: c\n\n\ndata: open".utf8)
        for size in 1...stream.count {
            var parser = ServerSentEvents()
            let found = stride(from: 0, to: stream.count, by: size).flatMap {
                parser.take(stream[$0..<min(stream.count, $0 + size)])
            }
            #expect(found == [Array("{\"a\":1}".utf8), Array("b\nc".utf8)])
        }
    }

    @Test("a request that is cancelled ends at once")
    func cancelled() {
        let server = MisbehavingServer { _, _ in .stream("text/plain", [("a", 600)]) }
        let start = ContinuousClock.now
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient().fetch(
                HTTPRequest(url: server.url),
                isCancelled: { ContinuousClock.now - start > .milliseconds(300) }
            )
        }
        #expect(failure?.isTransient == false)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("a cancelled task ends its request")
    func cancelledTask() async {
        let server = MisbehavingServer { _, _ in .stream("text/plain", [("a", 600)]) }
        let start = ContinuousClock.now
        let task = Task {
            try await offThread { isCancelled throws(FielError) in
                do throws(HTTPFailure) {
                    return try HTTPClient().fetch(HTTPRequest(url: server.url), isCancelled: isCancelled).body
                } catch {
                    throw error.error
                }
            }
        }
        try? await Task.sleep(for: .milliseconds(200))
        task.cancel()
        await #expect(throws: FielError.self) { try await task.value }
        // The server takes 600 seconds; other tests may hold all threads of the pool for long.
        #expect(ContinuousClock.now - start < .seconds(500))
    }
}
