import FielCore

/// Every combination of the values of an object whose members may be arrays.
struct ConfigurationGrid {
    /// One combination.
    struct Cell {
        /// A single value for each member.
        var values: [String: JSONValue]
        /// What tells it from the others of its grid, by member.
        var labels: [(member: String, text: String)]
    }

    /// The combinations; those of the member that stands first in the order of names of `SuiteShape` vary slowest.
    ///
    /// - Parameter order: the names of the members, slowest first.
    static func cells(of object: [String: JSONValue], order: [String]) -> [Cell] {
        var cells = [Cell(values: [:], labels: [])]
        for name in order {
            guard let value = object[name] else { continue }
            let values = value.array ?? [value]
            let labels = values.count > 1 ? labels(of: values, name) : []
            cells = cells.flatMap { cell in
                values.enumerated().map { place, value in
                    var cell = cell
                    cell.values[name] = value
                    if values.count > 1 { cell.labels.append((name, labels[place])) }
                    return cell
                }
            }
        }
        return cells
    }

    /// Short texts that tell values apart: of objects, the members that differ.
    private static func labels(of values: [JSONValue], _ name: String) -> [String] {
        let objects = values.compactMap(\.object)
        guard objects.count == values.count else {
            return values.enumerated().map { place, value in
                switch value {
                case .string(let text) where text.count <= 40 && name != "system": text
                case .number: "\(name)=\(value.excerpt)"
                default: "\(name) \(place + 1)"
                }
            }
        }
        let names = Set(objects.flatMap(\.keys)).sorted().filter { member in Set(objects.map { $0[member] }).count > 1 }
        return objects.enumerated().map { place, object in
            let parts = names.compactMap { member -> String? in
                switch object[member] {
                case .string(let text)? where text.count <= 40: text
                case .number?, .bool?: "\(member)=\(object[member]?.excerpt ?? "")"
                case nil: nil
                default: "\(member) \(place + 1)"
                }
            }
            return parts.isEmpty ? "\(name) \(place + 1)" : parts.joined(separator: " ")
        }
    }
}
