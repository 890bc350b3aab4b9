import Foundation
import Testing

/// Code that a document shows, beside the same code in a test that compiles and runs it.
enum DocumentedCode {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The words of a piece of code, so that line breaks and trailing commas do not matter.
    static func words(_ code: String) -> String {
        code.filter { !$0.isWhitespace }.replacing(",)", with: ")")
    }

    /// What stands between the lines `// MARK-BEGIN` and `// MARK-END` of a source file.
    static func lines(between mark: String, of file: String) throws -> [Substring] {
        let source = try String(contentsOf: URL(filePath: file), encoding: .utf8)
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasSuffix("// \(mark)-BEGIN") })
        let end = try #require(lines.firstIndex { $0.hasSuffix("// \(mark)-END") })
        return Array(lines[(start + 1)..<end])
    }

    /// A block of Swift in a document of the repository, counted from 0.
    static func block(_ index: Int, of document: String) throws -> String {
        let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
        let blocks = text.split(separator: "```swift\n").dropFirst().map { $0.split(separator: "```")[0] }
        return String(try #require(index < blocks.count ? blocks[index] : nil))
    }
}
