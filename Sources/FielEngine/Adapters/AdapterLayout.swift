/// Where the numbers of an adapter stand in one array.
///
/// An adapter holds what it adds to a frozen classifier: to the factors of (IA)³, which are 1 without it, for the keys and
/// values of each layer's attention and for the inner activations of its feed-forward network (Liu and others 2022, arXiv
/// 2205.05638, section 3.3), and to the weights and biases of the last layer. All zeros leave the classifier as it is.
struct AdapterLayout: Sendable, Hashable {
    let layers: Int
    let hidden: Int
    let intermediate: Int

    /// The layout for an encoder of three-way answers.
    init(_ configuration: BertConfiguration) {
        (layers, hidden, intermediate) = (configuration.layers, configuration.hidden, configuration.intermediate)
    }

    /// How many numbers there are.
    var count: Int { layers * (2 * hidden + intermediate) + 3 * hidden + 3 }

    /// Where a layer's numbers stand: for the keys `[hidden]`, the values `[hidden]` and the inner activations
    /// `[intermediate]`.
    func layer(_ index: Int) -> (keys: Range<Int>, values: Range<Int>, inner: Range<Int>) {
        let keys = index * (2 * hidden + intermediate)
        let (values, inner) = (keys + hidden, keys + 2 * hidden)
        return (keys..<values, values..<inner, inner..<inner + intermediate)
    }

    /// Where the last layer's weights `[3, hidden]` and biases `[3]` stand.
    var classifier: (weights: Range<Int>, bias: Range<Int>) {
        (count - 3 - 3 * hidden..<count - 3, count - 3..<count)
    }

    /// The parts with their names and shapes in a file, in order.
    var tensors: [(name: String, shape: [Int], range: Range<Int>)] {
        let scales = (0..<layers).flatMap { index in
            let layer = layer(index)
            return [
                ("layer.\(index).key", [hidden], layer.keys),
                ("layer.\(index).value", [hidden], layer.values),
                ("layer.\(index).inner", [intermediate], layer.inner),
            ]
        }
        return scales + [
            ("classifier.weight", [3, hidden], classifier.weights), ("classifier.bias", [3], classifier.bias),
        ]
    }
}
