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

    /// The unit that a folded word names, by its symbol or its name in the plural; nil for other words.
    static func measure(_ key: String) -> String? {
        measures[key]
    }

    /// How one amount reads in another unit of the same dimension; nil for units of different dimensions.
    static func converted(_ value: Double, from unit: String, to other: String) -> Double? {
        if let zero = temperatures[unit], let otherZero = temperatures[other] {
            return (value + zero.offset) * zero.size / otherZero.size - otherZero.offset
        }
        guard let (dimension, size) = sizes[unit], let (otherDimension, otherSize) = sizes[other],
            dimension == otherDimension
        else { return nil }
        return value * size / otherSize
    }

    /// The scale of temperature that a folded letter or name says; nil for other words.
    static func temperature(_ key: String) -> String? { scales[key] }

    /// Whether amounts of both are compared as they stand: of one unit, or of degrees without a scale beside such with one.
    static func areSame(_ unit: String, _ other: String) -> Bool {
        unit == other || unit == "degrees" && temperatures[other] != nil
            || other == "degrees" && temperatures[unit] != nil
    }

    /// Whether a unit measures time.
    static func isTime(_ unit: String) -> Bool { sizes[unit]?.dimension == "time" }

    private static let scales = WordList.table("c=°C celsius=°C centigrade=°C f=°F fahrenheit=°F k=K kelvin=K")
    /// How far the zero of a scale is from absolute zero, and the size of its degree in kelvins.
    private static let temperatures: [String: (offset: Double, size: Double)] = [
        "°C": (273.15, 1), "°F": (459.67, 5 / 9), "K": (0, 1),
    ]

    private static let currencies = WordList.table(
        """
        dollar=USD dollars=USD usd=USD dolar=USD dolares=USD euro=EUR euros=EUR eur=EUR pound=GBP pounds=GBP gbp=GBP libra=GBP
        libras=GBP real=BRL reais=BRL brl=BRL yen=JPY iene=JPY ienes=JPY rupee=INR rupees=INR
        """
    )
    private static let measures = WordList.table(
        """
        mm=mm millimetres=mm millimetre=mm millimeters=mm millimeter=mm milimetros=mm milimetro=mm
        cm=cm centimetres=cm centimetre=cm centimeters=cm centimeter=cm centimetros=cm centimetro=cm
        m=m metres=m metre=m meters=m meter=m metros=m metro=m
        km=km kilometres=km kilometre=km kilometers=km kilometer=km quilometros=km quilometro=km
        in=in inches=in inch=in polegadas=in polegada=in feet=ft foot=ft ft=ft pes=ft yards=yd yard=yd yd=yd jardas=yd
        mile=mi miles=mi mi=mi milhas=mi milha=mi
        g=g grams=g gram=g gramas=g grama=g kg=kg kilograms=kg kilogram=kg kilos=kg kilo=kg quilos=kg quilo=kg
        quilogramas=kg quilograma=kg tonnes=t tonne=t tons=t ton=t toneladas=t tonelada=t
        second=seconds seconds=seconds segundo=seconds segundos=seconds minute=minutes minutes=minutes minuto=minutes
        minutos=minutes hour=hours hours=hours hora=hours horas=hours day=days days=days dia=days dias=days
        week=weeks weeks=weeks semana=weeks semanas=weeks month=months months=months mes=months meses=months
        year=years years=years ano=years anos=years decades=decades decadas=decades century=centuries centuries=centuries
        seculo=centuries seculos=centuries degrees=degrees graus=degrees people=people persons=people pessoas=people
        min=minutes mins=minutes hr=hours hrs=hours h=hours sec=seconds secs=seconds
        litres=l litre=l liters=l liter=l litros=l litro=l hectares=ha hectare=ha acres=acres acre=acres
        """
    )
    /// The dimension of a unit and its size: metres, kilograms, seconds, square metres.
    private static let sizes: [String: (dimension: String, size: Double)] = [
        "mm": ("length", 0.001), "cm": ("length", 0.01), "m": ("length", 1), "km": ("length", 1000),
        "in": ("length", 0.0254), "ft": ("length", 0.3048), "yd": ("length", 0.9144), "mi": ("length", 1609.344),
        "g": ("mass", 0.001), "kg": ("mass", 1), "t": ("mass", 1000),
        "seconds": ("time", 1), "minutes": ("time", 60), "hours": ("time", 3600), "days": ("time", 86400),
        "weeks": ("time", 604_800), "months": ("time", 2_629_746), "years": ("time", 31_556_952),
        "decades": ("time", 315_569_520), "centuries": ("time", 3_155_695_200),
        "ha": ("area", 10_000), "acres": ("area", 4046.8564224),
    ]
}
