extension JSONWriter {
    /// Writes a member that is a string.
    public mutating func member(_ name: String, _ value: String) {
        key(name)
        self.value(value)
    }

    /// Writes a member that is an integer.
    public mutating func member(_ name: String, _ value: Int) {
        key(name)
        self.value(value)
    }

    /// Writes a member that is a boolean.
    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        self.value(value)
    }

    /// Writes a member that is a finite number.
    public mutating func member(_ name: String, _ value: Double) {
        key(name)
        self.value(value)
    }

    /// Writes a member that is a string, where there is one.
    public mutating func member(_ name: String, ifAny value: String?) {
        if let value { member(name, value) }
    }

    /// Writes a number, or `null` where there is none or JSON cannot hold it.
    public mutating func number(_ value: Double?) {
        if let value, value.isFinite { self.value(value) } else { null() }
    }

    /// Writes a list of numbers, `null` for those that JSON cannot hold.
    public mutating func numbers(_ values: [Double]) {
        array { json in
            for value in values { json.number(value) }
        }
    }

    /// Writes any value; the members of objects stand in the order of their names.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): self.value(value)
        case .number(let value):
            if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { self.value(whole) } else { number(value) }
        case .string(let value): self.value(value)
        case .array(let elements):
            array { json in
                for element in elements { json.value(element) }
            }
        case .object(let members):
            object { json in
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    json.value(member)
                }
            }
        }
    }
}
