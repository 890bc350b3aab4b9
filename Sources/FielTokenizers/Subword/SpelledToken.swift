/// A token, and the bytes of a normalized stretch that it stands for.
struct SpelledToken {
    var id: Int32
    var range: Range<Int>
}
