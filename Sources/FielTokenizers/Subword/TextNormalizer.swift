/// A step that rewrites text before it is cut into words.
enum TextNormalizer: Sendable {
    /// Normalization Form C.
    case composition
    /// Puts a string before a stretch that is not empty.
    case prefix(String)
    /// Replaces each occurrence of a string.
    case replacement(of: String, with: String)
    /// Replaces each run of two or more spaces.
    case spaceRuns(with: String)
    /// Drops white space at the start, at the end, or both.
    case strip(start: Bool, end: Bool)
    /// The character map of SentencePiece.
    case characters(CharacterMap)

    /// Whether the step leaves a stretch as it is, as far as can be told at a glance.
    func isIdentity(on text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        if case .composition = self { return !Composition.mayChange(text, range) }
        return range.isEmpty
    }

    func apply(to text: AlignedText) -> AlignedText {
        switch self {
        case .composition: Composition.apply(to: text)
        case .prefix(let prefix): text.prefixed(by: prefix)
        case .replacement(let old, let new): text.replacing(old, with: new)
        case .spaceRuns(let new): text.replacingSpaceRuns(with: new)
        case .strip(let start, let end): text.stripped(start: start, end: end)
        case .characters(let map): map.apply(to: text)
        }
    }
}

extension AlignedText {
    /// The text after a string, which stands for the same as its first character.
    func prefixed(by prefix: String) -> AlignedText {
        guard let first = sources.first else { return self }
        var result = AlignedText()
        result.append(prefix.utf8, from: first)
        result.append(self, from: 0)
        return result
    }

    fileprivate func replacing(_ old: String, with new: String) -> AlignedText {
        let old = Array(old.utf8)
        let new = Array(new.utf8)
        guard let first = old.first else { return self }
        var result = AlignedText()
        var index = 0
        while index < bytes.count {
            if bytes[index] == first, bytes[index...].starts(with: old) {
                result.append(new, from: sources[index])
                index += old.count
            } else {
                result.append(bytes[index...index], from: sources[index])
                index += 1
            }
        }
        return result
    }

    fileprivate func replacingSpaceRuns(with new: String) -> AlignedText {
        var result = AlignedText()
        var index = 0
        while index < bytes.count {
            let run = bytes[index...].prefix { $0 == UInt8(ascii: " ") }.count
            if run >= 2 {
                result.append(new.utf8, from: sources[index + run - 1])
                index += run
            } else {
                result.append(bytes[index...index], from: sources[index])
                index += 1
            }
        }
        return result
    }

    fileprivate func stripped(start: Bool, end: Bool) -> AlignedText {
        var kept: (first: Int, last: Int)?
        forEachScalar { scalar, index in
            guard !SubwordUnicode.shared.classes(of: scalar).contains(.whitespace) else { return }
            kept = (kept?.first ?? index, index + Self.length(of: bytes[index]))
        }
        var result = AlignedText()
        let all = bytes.startIndex..<bytes.endIndex
        guard let kept else { return start || end ? result : self }
        result.append(self, in: (start ? kept.first : all.lowerBound)..<(end ? kept.last : all.upperBound))
        return result
    }

    private mutating func append(_ other: AlignedText, from start: Int) {
        append(other, in: start..<other.bytes.count)
    }
}
