/// A token that a model spelled, and the bytes of the normalized stretch that it stands for.
struct SpelledToken {
    var id: Int32
    var range: Range<Int>
}
