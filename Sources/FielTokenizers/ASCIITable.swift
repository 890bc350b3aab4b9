/// What becomes of each ASCII byte under given options: the normalizer's general path, worked out once.
struct ASCIITable: Sendable {
    /// What a byte does to the word under way.
    enum Action: UInt8 {
        case keep, remove, separate, isolate
    }

    private var bytes = [UInt16](repeating: 0, count: 128)

    init(_ options: WordPieceOptions, _ unicode: BertUnicode) {
        for byte in UInt32(0)..<128 {
            let properties = unicode.properties(of: byte)
            let lower = options.lowercases && properties.contains(.hasLowercase) ? unicode.lowercase(of: byte)[0] : byte
            bytes[Int(byte)] = UInt16(Self.action(properties, options).rawValue) << 8 | UInt16(lower)
        }
    }

    private static func action(_ properties: BertUnicode.Properties, _ options: WordPieceOptions) -> Action {
        if options.cleansText, properties.contains(.removed) { return .remove }
        if properties.contains(.whitespace) { return .separate }
        return properties.contains(.punctuation) ? .isolate : .keep
    }

    /// The action on a byte below 128, and the byte in lower case where wanted.
    @inline(__always)
    subscript(byte: UInt8) -> (action: Action, byte: UInt8) {
        let entry = bytes[Int(byte)]
        return (Action(rawValue: UInt8(entry >> 8)) ?? .keep, UInt8(truncatingIfNeeded: entry))
    }
}
