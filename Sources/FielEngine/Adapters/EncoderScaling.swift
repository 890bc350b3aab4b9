/// What an adapter multiplies inside an encoder: keys, values and the inner activations of feed-forward networks.
struct EncoderScaling: Sendable {
    /// One layer's factors.
    struct Layer: Sendable {
        /// Shape `[2 · hidden]`: for keys, then values.
        let keysAndValues: [Float]
        /// Shape `[intermediate]`.
        let inner: [Float]

        /// Multiplies keys and values in rows of queries, keys and values side by side `[rows, 3 · hidden]`.
        func scaleKeysAndValues(of rows: UnsafeMutablePointer<Float>, rows count: Int) {
            let hidden = keysAndValues.count / 2
            for row in 0..<count { Self.multiply(rows + row * 3 * hidden + hidden, by: keysAndValues) }
        }

        /// Multiplies rows of inner activations `[rows, intermediate]`.
        func scaleInner(_ rows: UnsafeMutablePointer<Float>, rows count: Int) {
            for row in 0..<count { Self.multiply(rows + row * inner.count, by: inner) }
        }

        private static func multiply(_ x: UnsafeMutablePointer<Float>, by factors: [Float]) {
            factors.withUnsafeBufferPointer { factors in
                for column in factors.indices { x[column] *= factors[column] }
            }
        }
    }

    let layers: [Layer]

    /// Factors of 1 plus what the adapter's numbers add.
    init(_ numbers: [Float], _ layout: AdapterLayout) {
        layers = (0..<layout.layers).map { index in
            let parts = layout.layer(index)
            return Layer(
                keysAndValues: numbers[parts.keys.lowerBound..<parts.values.upperBound].map { 1 + $0 },
                inner: numbers[parts.inner].map { 1 + $0 }
            )
        }
    }
}
