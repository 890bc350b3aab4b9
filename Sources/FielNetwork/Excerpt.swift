/// The beginning of a text on one line, its control characters escaped, for messages.
package func excerpt(_ bytes: some Collection<UInt8>, limit: Int = 300) -> String {
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
    let cut = bytes.count > limit ? "…" : ""
    return text.unicodeScalars.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            scalar == "\n" || scalar == "\r" || scalar == "\t" ? " " : "\\u{\(String(scalar.value, radix: 16))}"
        default: String(scalar)
        }
    }.joined().split(separator: " ").joined(separator: " ") + cut
}
