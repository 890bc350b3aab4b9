extension SeededGenerator {
    /// The elements in random order (Fisher and Yates).
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        var count = elements.count
        while count > 1 {
            elements.swapAt(next(below: count), count - 1)
            count -= 1
        }
        return elements
    }

    /// One of the elements; nil where there are none.
    package mutating func element<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[next(below: elements.count)]
    }
}
