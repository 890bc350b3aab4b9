extension String {
    /// The text that bytes of UTF-8 stand for.
    ///
    /// Unlike `String(decoding:as:)`, which puts U+FFFD in place of what it cannot read, this refuses it: answers from a file of
    /// another encoding would be scored without their accents.
    ///
    /// - Parameter offset: how many bytes of the input stand before these, for the error's message.
    /// - Throws: `FielError` with code `malformedInput` that names the first byte that is not UTF-8, and its place.
    public init(utf8 bytes: some Collection<UInt8>, offset: Int = 0) throws(FielError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw illFormed(Array(bytes), offset)
        }
        self = text
    }
}

private func illFormed(_ bytes: [UInt8], _ offset: Int) -> FielError {
    let place = firstIllFormed(bytes)
    let name = "0x" + String(bytes[place], radix: 16, uppercase: true)
    let isUTF16 = offset == 0 && (bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]))
    return FielError(
        .malformedInput,
        "is not UTF-8: found \(name) at byte \(offset + place)",
        hint: "convert the file, such as with iconv -f \(isUTF16 ? "UTF-16" : "WINDOWS-1252") -t UTF-8"
    )
}

/// Where the first sequence that is not UTF-8 begins.
private func firstIllFormed(_ bytes: [UInt8]) -> Int {
    var rest = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var place = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { place += scalar.count }
    return min(place, bytes.count - 1)
}
