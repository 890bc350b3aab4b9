/// Currencies and units of measure.
enum Units {
    /// The currency of a sign before or after an amount; nil for other text.
    static func currency(sign: Unicode.Scalar) -> String? {
        switch sign {
        case "$": "USD"
        case "€": "EUR"
        case "£": "GBP"
        case "¥": "JPY"
        case "₹": "INR"
        default: nil
        }
    }

    /// The currency that a folded word names; nil for other words.
    static func currency(word: String) -> String? {
        currencies[word]
    }

    /// Whether a folded word names a measure.
    static func isMeasure(_ key: String) -> Bool {
        measures.contains(key)
    }

    private static let currencies = WordList.table(
        """
        dollar=USD dollars=USD usd=USD dolar=USD dolares=USD euro=EUR euros=EUR eur=EUR pound=GBP pounds=GBP gbp=GBP libra=GBP
        libras=GBP real=BRL reais=BRL brl=BRL yen=JPY iene=JPY ienes=JPY rupee=INR rupees=INR
        """
    )
    private static let measures = WordList.set(
        """
        km kilometres kilometers quilometros m metres meters metros cm mm mile miles milhas foot feet ft inch inches kg kilograms
        quilos g grams gramas tonnes tons toneladas lb lbs year years anos month months meses week weeks semanas day days dias
        hour hours horas minute minutes minutos second seconds segundos degrees graus people pessoas
        """
    )
}
