import FielCore

/// The best chunks so far, of chunks that come in the order of their numbers: a heap with the worst on top.
struct BestChunks {
    let limit: Int
    private let floor: Double
    private var heap: [RetrievedChunk] = []

    /// Begins with none; a chunk needs a score above `floor`.
    init(limit: Int, above floor: Double = 0) {
        self.limit = limit
        self.floor = floor
    }

    /// What a further chunk must exceed.
    var threshold: Double { heap.count < limit ? floor : heap[0].score }

    mutating func add(_ chunk: RetrievedChunk) {
        guard chunk.score > threshold else { return }
        if heap.count < limit {
            heap.append(chunk)
            rise()
        } else {
            heap[0] = chunk
            sink()
        }
    }

    /// The chunks in no particular order.
    var unsorted: [RetrievedChunk] { heap }

    /// Best first; of equal scores, the lowest number first.
    func sorted() -> [RetrievedChunk] { heap.sorted { Self.isWorse($1, $0) } }

    static func isWorse(_ a: RetrievedChunk, _ b: RetrievedChunk) -> Bool {
        a.score != b.score ? a.score < b.score : a.index > b.index
    }

    private mutating func rise() {
        var place = heap.count - 1
        while place > 0, Self.isWorse(heap[place], heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            let children = (2 * place + 1)..<min(2 * place + 3, max(heap.count, 2 * place + 1))
            guard let worst = children.min(by: { Self.isWorse(heap[$0], heap[$1]) }),
                Self.isWorse(heap[worst], heap[place])
            else { return }
            heap.swapAt(place, worst)
            place = worst
        }
    }
}
