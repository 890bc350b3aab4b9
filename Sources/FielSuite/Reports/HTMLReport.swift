import FielCore

/// The results as one page that needs no network and no other file.
///
/// Its policy lets nothing run but its own script and style, which it names by their digests. Everything that comes from data
/// stands in an element that is not run, and reaches the page as text.
struct HTMLReport {
    private let data: ReportData

    init(_ data: ReportData) {
        self.data = data
    }

    /// The file.
    var bytes: [UInt8] {
        Self.fill(PackageResources.page_html) { name in
            switch name {
            case "policy": Array(Self.policy.utf8)
            case "style": Self.style
            case "script": Self.script
            case "data": Self.inert(PageData(data).bytes)
            default: []
            }
        }
    }

    private static let style = PackageResources.page_css
    private static let script: [UInt8] =
        PackageResources.elements_js + PackageResources.charts_js + PackageResources.samples_js
        + PackageResources.detail_js + PackageResources.main_js

    private static var policy: String {
        "default-src 'none'; style-src '\(hash(style))'; script-src '\(hash(script))'; base-uri 'none'; form-action 'none'"
    }

    /// A digest as a content security policy names it.
    private static func hash(_ bytes: [UInt8]) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return "sha256-" + Base64.encode(digest.digest())
    }

    /// JSON in which no character can end the element that it stands in.
    private static func inert(_ json: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + json.count / 64)
        for byte in json {
            switch byte {
            case UInt8(ascii: "<"): bytes += "\\u003c".utf8
            case UInt8(ascii: ">"): bytes += "\\u003e".utf8
            case UInt8(ascii: "&"): bytes += "\\u0026".utf8
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    /// A template with each `{{name}}` replaced; what replaces it is not looked at again.
    private static func fill(_ template: [UInt8], with part: (String) -> [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in String(decoding: template, as: UTF8.self).split(separator: "{{", omittingEmptySubsequences: false)
        {
            let sides = piece.split(separator: "}}", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2 { bytes += part(String(sides[0])) }
            bytes += (sides.last ?? "").utf8
        }
        return bytes
    }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
