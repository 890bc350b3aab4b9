extension String {
    /// The text with its first letter in upper case.
    var capitalisedFirst: String {
        guard let first = unicodeScalars.first else { return self }
        return first.properties.uppercaseMapping + String(unicodeScalars.dropFirst())
    }

    /// The text with its first letter in lower case.
    var lowercasedFirst: String {
        guard let first = unicodeScalars.first else { return self }
        return first.properties.lowercaseMapping + String(unicodeScalars.dropFirst())
    }
}
