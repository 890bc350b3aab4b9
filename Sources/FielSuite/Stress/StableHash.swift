/// A hash that is the same in every process and on every machine.
enum StableHash {
    /// FNV-1a with 64 bits (Fowler, Noll & Vo) over the texts' UTF-8, begun at a seed; the texts are kept apart.
    static func of(_ texts: [String], seed: UInt64) -> UInt64 {
        var hash = 0xCBF2_9CE4_8422_2325 ^ seed
        for text in texts {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3  // no byte of UTF-8
        }
        return hash
    }
}
