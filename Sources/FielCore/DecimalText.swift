/// Numbers as people read them.
package enum DecimalText {
    /// A number with so many digits after the point.
    package static func fixed(_ value: Double, digits: Int = 3) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let magnitude = (abs(value) * scale).rounded()
        guard magnitude < 1e15 else { return value.description }
        let whole = Int(magnitude) / Int(scale)
        let sign = value < 0 && magnitude > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let fraction = String(Int(magnitude) % Int(scale))
        return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
