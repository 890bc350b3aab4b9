/// A date of the Gregorian calendar, as far as a text gives it.
public struct CalendarDate: Sendable, Hashable {
    /// The year; nil in "28 May".
    public var year: Int?
    /// The month, 1...12.
    public var month: Int
    /// The day, 1...31; nil in "May 1937".
    public var day: Int?
    /// Whether month and day could be the other way round, as in "03/04/1937".
    public var isOrderOpen = false

    /// Makes a date.
    public init(year: Int? = nil, month: Int, day: Int? = nil) {
        self.year = year
        self.month = month
        self.day = day
    }
}

/// What a fact says, in a form that can be compared.
public enum FactValue: Sendable, Hashable {
    /// A number: its readings ("1.234" is 1.234 or, in Portuguese, 1234), the likelier first.
    case number([Double])
    /// A date.
    case date(CalendarDate)
    /// A time of day: its readings in minutes after midnight.
    case time([Int])
    /// Words or an address, folded.
    case text(String)
}

/// Something in a text that is right or wrong by itself: a number, a date, a name, a quotation, an address.
public struct FactMention: Sendable, Hashable {
    /// What is mentioned.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A count or a measure.
        case number
        /// A share of a hundred.
        case percentage
        /// An amount of money.
        case money
        /// A year or a decade.
        case year
        /// A date with a month.
        case date
        /// A time of day.
        case time
        /// A person, a place, an organisation: words with capital letters.
        case name
        /// Words between quotation marks.
        case quotation
        /// An address on the web.
        case url
        /// An address of mail.
        case email
    }

    /// What is mentioned.
    public var kind: Kind
    /// The mention as it stands.
    public var text: String
    /// Its place, in Unicode scalars of the text.
    public var range: Range<Int>
    /// What it says, to be compared.
    public var value: FactValue
    /// What is counted: "USD", "%", "km", "years"; "decade" for "the 1930s"; nil where nothing is named.
    public var unit: String?
    /// How far a number in the contexts may be from this one, because this one is rounded or hedged.
    public var tolerance = 0.0
    /// Whether a number is a least or a greatest amount; nil where it is the amount itself.
    public var bound: AmountBound?

    /// Makes a mention.
    public init(kind: Kind, text: String, range: Range<Int>, value: FactValue, unit: String? = nil) {
        self.kind = kind
        self.text = text
        self.range = range
        self.value = value
        self.unit = unit
    }
}
