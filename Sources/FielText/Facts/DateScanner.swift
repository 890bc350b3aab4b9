/// Reads dates and times of day.
struct DateScanner {
    let text: ScalarText
    let words: [Word]

    /// The date or time that begins at a word; nil where none does.
    func read(at index: Int) -> FoundFact? {
        spokenTime(at: index) ?? time(at: index) ?? numeric(at: index) ?? dayFirst(at: index) ?? monthFirst(at: index)
            ?? firstDay(at: index)
    }

    // MARK: Words

    /// "28 May 1937", "28th of May", "28 de maio de 1937", "1º de maio".
    private func dayFirst(at index: Int) -> FoundFact? {
        guard let day = day(at: index) else { return nil }
        let place = skipping(["of", "de"], at: isOrdinalSign(index + 1) ? index + 2 : index + 1)
        guard let month = month(at: place), isNear(place) else { return nil }
        return withYear(CalendarDate(month: month, day: day), from: index, after: place)
    }

    /// "May 28, 1937", "May 1937", "maio de 1937".
    private func monthFirst(at index: Int) -> FoundFact? {
        guard let month = month(at: index) else { return nil }
        if let day = day(at: index + 1), isNear(index + 1) {
            return withYear(CalendarDate(month: month, day: day), from: index, after: index + 1)
        }
        let place = skipping(["of", "de"], at: index + 1)
        guard let year = year(at: place), isNear(place) else { return nil }
        return fact(CalendarDate(year: year, month: month), from: index, to: place)
    }

    private func withYear(_ date: CalendarDate, from index: Int, after place: Int) -> FoundFact {
        let next = skipping(["of", "de"], at: place + 1)
        guard let year = year(at: next), isNear(next) else { return fact(date, from: index, to: place) }
        var full = date
        full.year = year
        return fact(full, from: index, to: next)
    }

    /// The day that a range of days begins with: 3 of "3 to 7 June 2019", "de 3 a 7 de junho".
    private func firstDay(at index: Int) -> FoundFact? {
        guard let day = day(at: index), index + 1 < words.count else { return nil }
        let isWord = ["to", "and", "e", "a", "ate"].contains(words[index + 1].key)
        let gap = text.scalars[words[index].range.upperBound..<words[index + 1].range.lowerBound]
        let isDash = gap.count <= 3 && gap.contains(where: \.isDash) && gap.allSatisfy { $0.isDash || $0.isBlank }
        guard isWord || isDash, let last = dayFirst(at: isWord ? index + 2 : index + 1),
            case .date(var date) = last.mention.value, let end = date.day, day < end
        else { return nil }
        date.day = day
        return fact(date, from: index, to: index)
    }

    // MARK: Digits

    /// "1937-05-28", "28/05/1937", and "28.5.1937", which is one word.
    private func numeric(at index: Int) -> FoundFact? {
        let parts = words[index].text.split(separator: ".", omittingEmptySubsequences: false).compactMap { Int($0) }
        if parts.count == 3, words[index].text.utf8.count <= 10, parts[2] >= 1000 {
            return calendar(parts[0], parts[1], parts[2], from: index, to: index)
        }
        guard index + 2 < words.count, let first = plain(index), let second = plain(index + 1),
            let third = plain(index + 2) ?? dayOfTimestamp(index + 2)
        else {
            return nil
        }
        let (low, high) = (separator(after: index), separator(after: index + 1))
        guard let mark = low, mark == high, mark == "-" || mark == "/" else { return nil }
        return calendar(first, second, third, from: index, to: index + 2)
    }

    /// The day of "05T10:30", which ends the date of a timestamp (ISO 8601).
    private func dayOfTimestamp(_ index: Int) -> Int? {
        let parts = words[index].text.split(separator: "T", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count == 2 && Int(parts[1]) != nil ? Int(parts[0]) : nil
    }

    /// A date of three numbers, with the year at either end; where both others could be the month, the day stands first.
    private func calendar(_ first: Int, _ second: Int, _ third: Int, from index: Int, to last: Int) -> FoundFact? {
        if first >= 1000, (1...12).contains(second), (1...31).contains(third) {
            return fact(CalendarDate(year: first, month: second, day: third), from: index, to: last)
        }
        guard let third = year(last, of: third), (1...31).contains(first), (1...31).contains(second) else { return nil }
        guard first <= 12 || second <= 12 else { return nil }
        let isDayFirst = second <= 12
        var date = CalendarDate(year: third, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
        date.isOrderOpen = first <= 12 && second <= 12 && first != second
        return fact(date, from: index, to: last)
    }

    /// The year of a date in digits; of "31/12/24" within a hundred years, as POSIX reads it.
    private func year(_ index: Int, of value: Int) -> Int? {
        if (1000...2100).contains(value) { return value }
        guard words[index].text.utf8.count == 2, text.at(words[index].range.lowerBound - 1) == "/" else { return nil }
        return value < 69 ? 2000 + value : 1900 + value
    }

    // MARK: Times

    /// "noon", "half past eight", "a quarter to nine", "às oito e meia".
    private func spokenTime(at index: Int) -> FoundFact? {
        if let minutes = Self.named[words[index].key] { return spoken([minutes], from: index, words: 1) }
        let next = index + 1 < words.count ? words[index + 1].key : ""
        if let part = ["half": 30, "quarter": 15][words[index].key], ["past", "to"].contains(next),
            let hour = hour(at: index + 2)
        {
            let minutes = next == "past" ? hour * 60 + part : hour * 60 - part
            return spoken([minutes, minutes + 720], from: index, words: 3)
        }
        if index > 0, ["as", "pelas"].contains(words[index - 1].key), next == "e", index + 2 < words.count,
            words[index + 2].key == "meia", let hour = hour(at: index)
        {
            return spoken([hour * 60 + 30, hour * 60 + 750], from: index, words: 3)
        }
        return nil
    }

    private static let named = ["noon": 720, "midday": 720, "meio-dia": 720, "midnight": 0, "meia-noite": 0]

    /// An hour of twelve, in digits or words.
    private func hour(at index: Int) -> Int? {
        guard index < words.count else { return nil }
        let hour = plain(index) ?? NumberWords.value(words[index].key)
        return hour.flatMap { (1...12).contains($0) ? $0 % 12 : nil }
    }

    private func spoken(_ readings: [Int], from index: Int, words count: Int) -> FoundFact {
        let range = words[index].range.lowerBound..<words[index + count - 1].range.upperBound
        let minutes = readings.map { ($0 + 1440) % 1440 }
        let mention = FactMention(kind: .time, text: text.slice(range), range: range, value: .time(minutes))
        return FoundFact(mention: mention, words: count)
    }

    /// "10:30", "10:30 pm", "5 p.m.", "14h30", "14h".
    private func time(at index: Int) -> FoundFact? {
        guard words[index].isNumeric, let reading = NumberReading(words[index].key),
            let value = reading.candidates.first,
            value <= 24, value == value.rounded()
        else { return nil }
        let hour = Int(value)
        var (minute, last, isTime) = (0, index, false)
        if reading.suffix.hasPrefix("h") {
            let digits = reading.suffix.dropFirst()
            let rest = digits.hasSuffix("min") ? digits.dropLast(3) : digits.hasSuffix("m") ? digits.dropLast() : digits
            guard rest.isEmpty || Int(rest).map({ $0 < 60 }) == true else { return nil }
            (minute, isTime) = (Int(rest) ?? 0, true)
        } else if separator(after: index) == ":", let next = plain(index + 1), next < 60,
            words[index + 1].text.utf8.count == 2
        {
            (minute, last, isTime) = (next, index + 1, true)
        }
        let half = half(after: last, suffix: last == index ? reading.suffix : "")
        guard isTime || half != nil else { return nil }
        let base =
            (half?.isAfternoon == true && hour < 12 ? hour + 12 : (half?.isAfternoon == false && hour == 12 ? 0 : hour))
        let minutes = base * 60 + minute
        let readings =
            half == nil && hour < 12 && !reading.suffix.hasPrefix("h") ? [minutes, minutes + 720] : [minutes]
        let end = half?.end ?? words[last].range.upperBound
        let range = words[index].range.lowerBound..<end
        let taken = words[index...].prefix { $0.range.lowerBound < end }.count
        let mention = FactMention(kind: .time, text: text.slice(range), range: range, value: .time(readings))
        return FoundFact(mention: mention, words: taken)
    }

    /// "am", "p.m." and their like after a word or at its end.
    private func half(after index: Int, suffix: String) -> (isAfternoon: Bool, end: Int)? {
        if suffix == "am" || suffix == "pm" { return (suffix == "pm", words[index].range.upperBound) }
        guard index + 1 < words.count, isNear(index + 1) else { return nil }
        let place = ["hora", "horas"].contains(words[index + 1].key) ? index + 2 : index + 1
        if place + 1 < words.count, words[place].key == "da", let isAfternoon = Self.partsOfDay[words[place + 1].key] {
            return (isAfternoon, words[place + 1].range.upperBound)
        }
        let key = words[index + 1].key
        if key == "am" || key == "pm" { return (key == "pm", words[index + 1].range.upperBound) }
        guard key == "a" || key == "p", index + 2 < words.count, words[index + 2].key == "m",
            separator(after: index + 1) == "."
        else {
            return nil
        }
        let end = words[index + 2].range.upperBound
        return (key == "p", text.at(end) == "." ? end + 1 : end)
    }

    /// The parts of the day that Portuguese names behind an hour: whether they are afternoon.
    private static let partsOfDay = ["manha": false, "madrugada": false, "tarde": true, "noite": true]

    // MARK: Words as numbers

    private func day(at index: Int) -> Int? {
        guard words.indices.contains(index), words[index].isNumeric, let reading = NumberReading(words[index].key)
        else { return nil }
        guard ["", "st", "nd", "rd", "th", "o", "a"].contains(reading.suffix), let value = reading.candidates.first
        else { return nil }
        return value >= 1 && value <= 31 && value == value.rounded() ? Int(value) : nil
    }

    private func month(at index: Int) -> Int? {
        guard index < words.count else { return nil }
        if let month = Months.number(words[index], after: index > 0 ? words[index - 1] : nil) { return month }
        // "31 dez. 2024", "dez. 2019": an abbreviation between the parts of a date.
        let isAbbreviated =
            text.at(words[index].range.upperBound) == "." && (day(at: index - 1) != nil || year(at: index + 1) != nil)
        return isAbbreviated ? Months.number(words[index].key) : nil
    }

    private func year(at index: Int) -> Int? {
        guard let value = plain(index), (1000...2100).contains(value) else { return nil }
        return value
    }

    /// Whether a word is the sign of "1.º", set behind a number.
    private func isOrdinalSign(_ index: Int) -> Bool { index < words.count && ["º", "ª"].contains(words[index].text) }

    private func plain(_ index: Int) -> Int? {
        guard index < words.count, words[index].text.utf8.count <= 4 else { return nil }
        return Int(words[index].text)
    }

    private func skipping(_ particles: Set<String>, at index: Int) -> Int {
        index < words.count && particles.contains(words[index].key) ? index + 1 : index
    }

    /// Whether little stands between a word and the one before: a space, a comma, an abbreviation's full stop.
    private func isNear(_ index: Int) -> Bool {
        guard index > 0, index < words.count else { return false }
        let gap = words[index - 1].range.upperBound..<words[index].range.lowerBound
        return gap.count <= 2 && text.scalars[gap].allSatisfy { $0.isBlank || $0 == "," || $0 == "." || $0 == "º" }
    }

    private func separator(after index: Int) -> Unicode.Scalar? {
        guard index + 1 < words.count, words[index].range.upperBound + 1 == words[index + 1].range.lowerBound else {
            return nil
        }
        return text.scalars[words[index].range.upperBound]
    }

    private func fact(_ date: CalendarDate, from index: Int, to last: Int) -> FoundFact {
        let range = words[index].range.lowerBound..<words[last].range.upperBound
        let mention = FactMention(kind: .date, text: text.slice(range), range: range, value: .date(date))
        return FoundFact(mention: mention, words: last - index + 1)
    }
}
