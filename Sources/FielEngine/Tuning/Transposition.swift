/// Rows become columns.
enum Transposition {
    /// Writes a matrix `[rows, columns]`, whose rows are `rowStep` apart, as `[columns, rows]`.
    static func write(
        _ x: UnsafePointer<Float>,
        rows: Int,
        columns: Int,
        rowStep: Int,
        to out: UnsafeMutablePointer<Float>
    ) {
        let block = 16  // of both matrices the lines of a block stay in the cache
        for firstRow in stride(from: 0, to: rows, by: block) {
            for firstColumn in stride(from: 0, to: columns, by: block) {
                for row in firstRow..<min(rows, firstRow + block) {
                    for column in firstColumn..<min(columns, firstColumn + block) {
                        out[column * rows + row] = x[row * rowStep + column]
                    }
                }
            }
        }
    }
}
