import CFielKernels
import FielCore

/// What one thread of an exact search holds: scores of a step, and the best of all its steps.
///
/// Only the thread that it belongs to touches it.
final class Scan: Sendable {
    nonisolated(unsafe) private(set) var best: [BestChunks]  // one thread's own, as are all of these
    nonisolated(unsafe) private var scores: [Float]
    nonisolated(unsafe) private var places: [UInt32]
    private let rows: Int

    init(queries: Int, rows: Int, top count: Int) {
        best = Array(repeating: BestChunks(limit: count, above: -.infinity), count: queries)
        scores = Array(repeating: 0, count: queries * rows)
        places = Array(repeating: 0, count: rows)
        self.rows = rows
    }

    func scoreCodes(_ rows: VectorRows, _ range: Range<Int>, _ queries: PreparedQueries, _ group: Range<Int>) {
        queries.codes.withUnsafeBufferPointer { codes in
            queries.scales.withUnsafeBufferPointer { scales in
                guard let codes = codes.baseAddress, let scales = scales.baseAddress else { return }
                fiel_score_s8(
                    rows.isa,
                    group.count,
                    range.count,
                    rows.codeStride,
                    codes + group.lowerBound * rows.codeStride,
                    scales + group.lowerBound,
                    rows.codes + range.lowerBound * rows.codeStride,
                    rows.scales + range.lowerBound,
                    nil,
                    &scores,
                    self.rows
                )
            }
        }
    }

    func scoreFloats(_ rows: VectorRows, _ range: Range<Int>, _ queries: PreparedQueries, _ group: Range<Int>) {
        queries.floats.withUnsafeBufferPointer { queries in
            guard let queries = queries.baseAddress, let floats = rows.floats else { return }
            fiel_score_f32(
                rows.isa,
                group.count,
                range.count,
                rows.floatStride,
                queries + group.lowerBound * rows.floatStride,
                floats + range.lowerBound * rows.floatStride,
                nil,
                &scores,
                self.rows
            )
        }
    }

    /// Takes the scores of a step into the heaps.
    func keepBest(_ range: Range<Int>, deleted: (Int) -> Bool) {
        let isa = fiel_isa_best()
        for query in best.indices {
            let count = scores.withUnsafeBufferPointer { scores in
                guard let base = scores.baseAddress else { return 0 }
                let limit = Float(best[query].threshold)
                return fiel_places_above(isa, range.count, base + query * rows, limit, &places)
            }
            for place in places[..<count] {
                let number = range.lowerBound + Int(place)
                let chunk = RetrievedChunk(index: number, score: Double(scores[query * rows + Int(place)]))
                if chunk.score > best[query].threshold, !deleted(number) { best[query].add(chunk) }
            }
        }
    }
}
