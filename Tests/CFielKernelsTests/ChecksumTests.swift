import CFielKernels
import Testing

@Suite("CRC-32C", .tags(.kernel))
struct ChecksumTests {
    private func checksum(_ isa: fiel_isa, _ bytes: [UInt8], after crc: UInt32 = 0) -> UInt32 {
        fiel_crc32c(isa, crc, bytes.count, bytes)
    }

    @Test(
        "equals the published values",
        arguments: [
            // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
            (Array("123456789".utf8), 0xE306_9283),
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ([UInt8](0..<32), 0x46DD_794E),
            ([], 0),
        ] as [([UInt8], UInt32)]
    )
    func published(bytes: [UInt8], expected: UInt32) {
        for isa in fiel_isa.supported { #expect(checksum(isa, bytes) == expected, "\(isa)") }
    }

    @Test("of a text in two parts is that of the whole", arguments: fiel_isa.supported)
    func parts(isa: fiel_isa) {
        let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 3) }
        for cut in [0, 1, 7, 8, 9, 63, 199, 200] {
            let first = checksum(isa, Array(bytes[..<cut]))
            #expect(checksum(isa, Array(bytes[cut...]), after: first) == checksum(.scalar, bytes))
        }
    }
}
