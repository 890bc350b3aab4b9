import Foundation
import Testing

@testable import FielSuite

@Suite("The cache by content")
struct ContentCacheTests {
    @Test("what is kept is found, and nothing else is")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let cache = ContentCache(folder: folder.path, limit: 1 << 20)
        let key = ContentCache.key(["a", "b"])
        #expect(key != ContentCache.key(["ab"]) && key != ContentCache.key(["b", "a"]) && cache.read(key) == nil)
        cache.write([1, 2, 3], under: key)
        #expect(cache.read(key) == [1, 2, 3])
    }

    @Test("a damaged entry counts as missing and is written anew")
    func damage() throws {
        let folder = try TemporaryFolder()
        let cache = ContentCache(folder: folder.path, limit: 1 << 20)
        let key = ContentCache.key(["a"])
        cache.write(Array("text".utf8), under: key)
        let name = "\(key.prefix(2))/\(key)"
        let whole = try #require(folder.bytes(name))
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 1
            try bytes.write(to: URL(filePath: "\(folder.path)/\(name)"))
            #expect(place == 64 || cache.read(key) == nil)
            try whole.prefix(place).write(to: URL(filePath: "\(folder.path)/\(name)"))
            #expect(cache.read(key) == nil)
        }
        cache.write(Array("text".utf8), under: key)
        #expect(cache.read(key) == Array("text".utf8))
    }

    @Test("the entries used longest ago go first, until the folder is within its limit")
    func limit() throws {
        let folder = try TemporaryFolder()
        let cache = ContentCache(folder: folder.path, limit: 10 * 165)
        let keys = (0..<20).map { ContentCache.key([String($0)]) }
        for (number, key) in keys.enumerated() {
            cache.write([UInt8](repeating: 7, count: 100), under: key)
            let file = "\(folder.path)/\(key.prefix(2))/\(key)"
            let date = Date(timeIntervalSince1970: 1e9 + Double(number))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
        }
        #expect(cache.read(keys[0]) != nil)  // used now
        cache.trim()
        let kept = keys.indices.filter { cache.read(keys[$0]) != nil }
        #expect(kept == [0] + Array(12..<20))
    }
}
