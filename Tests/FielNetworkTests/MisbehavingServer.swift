import Foundation
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// An HTTP server on 127.0.0.1 that answers as a test tells it to, byte for byte, one connection a request.
final class MisbehavingServer: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        var path: String
        var headers: [String: String]
        var body: String
    }

    /// What goes back: pieces of bytes, each after a wait; then the connection is closed.
    struct Reply: Sendable {
        var pieces: [(bytes: [UInt8], wait: Double)]
        var repeats = false

        /// A well-formed reply.
        static func ok(
            _ status: Int = 200,
            _ headers: [String: String] = [:],
            _ body: some Sequence<UInt8>,
            claiming length: Int? = nil
        ) -> Reply {
            let body = Array(body)
            var head = "HTTP/1.1 \(status) Status\r\nConnection: close\r\nContent-Length: \(length ?? body.count)\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            return Reply(pieces: [(Array("\(head)\r\n".utf8) + body, 0)])
        }

        /// A reply without a length, in pieces.
        static func stream(_ type: String, _ pieces: [(String, Double)], repeats: Bool = false) -> Reply {
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: \(type)\r\n\r\n"
            return Reply(pieces: [(Array(head.utf8), 0)] + pieces.map { (Array($0.0.utf8), $0.1) }, repeats: repeats)
        }
    }

    let port: Int
    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { seen.withLock { $0 } }

    private let listener: Int32
    private let seen = Mutex<[Request]>([])
    private let answer: @Sendable (Request, Int) -> Reply

    /// Listens; the closure gets each request and how many came before it.
    init(_ answer: @escaping @Sendable (Request, Int) -> Reply) {
        self.answer = answer
        signal(SIGPIPE, SIG_IGN)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                _ = listen(descriptor, 64)
                _ = getsockname(descriptor, address, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { break }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                guard let self else {
                    close(connection)
                    break
                }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        guard let request = Self.read(connection) else { return }
        let index = seen.withLock {
            $0.append(request)
            return $0.count - 1
        }
        let reply = answer(request, index)
        repeat {
            for piece in reply.pieces {
                if piece.wait > 0 { usleep(UInt32(piece.wait * 1e6)) }
                var rest = piece.bytes[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                    guard count > 0 else { return }
                    rest = rest.dropFirst(count)
                }
            }
        } while reply.repeats
        shutdown(connection, Int32(SHUT_WR))
        var drain = [UInt8](repeating: 0, count: 4096)
        while recv(connection, &drain, drain.count, 0) > 0 {}
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes.append(contentsOf: buffer[..<count])
            guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else { continue }
            let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let sides = line.components(separatedBy: ": ")
                headers[sides[0].lowercased()] = sides.dropFirst().joined(separator: ": ")
            }
            let body = bytes[end.upperBound...]
            guard body.count >= Int(headers["content-length"] ?? "0") ?? 0 else { continue }
            let path = lines[0].components(separatedBy: " ")[1]
            return Request(path: path, headers: headers, body: String(decoding: body, as: UTF8.self))
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Only where the program that requests are sent with is installed.
    static var needsCurl: Self {
        .enabled("curl is not installed") {
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
                .contains { FileManager.default.isExecutableFile(atPath: "\($0)/curl") }
        }
    }
}
