import FielCore
import FielGeneration
import Foundation

/// Reads the goldens of `fixtures/generation`.
enum Golden {
    static func records(_ name: String) throws -> [JSONValue] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("fixtures/generation/\(name)")
        return try JSONValue(parsing: Data(contentsOf: file)).array ?? []
    }
}

extension JSONValue {
    subscript(_ key: String) -> JSONValue { object?[key] ?? .null }
    var integer: Int { Int(number ?? -1) }
    var numbers: [Double] { array?.compactMap(\.number) ?? [] }
    var ids: [Int32] { numbers.map { Int32($0) } }
    var elements: [JSONValue] { array ?? [] }
}

/// Whether two numbers are as near as the goldens promise.
func near(_ left: Double, _ right: Double, _ tolerance: Double = 1e-6) -> Bool { abs(left - right) <= tolerance }

func near(_ left: [Double], _ right: [Double], _ tolerance: Double = 1e-6) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { near($0, $1, tolerance) }
}
