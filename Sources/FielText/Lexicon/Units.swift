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

    /// The unit of a square or cube: "km²" of "km"; nil where the measure is no length.
    static func power(_ measure: String, _ exponent: Exponent) -> String? {
        isLength(measure) ? measure + exponent.rawValue : nil
    }

    /// The exponents of lengths.
    enum Exponent: String {
        /// Areas.
        case square = "²"
        /// Volumes.
        case cube = "³"

        /// The exponent that a folded word says before or behind a measure; nil for other words.
        init?(word: String) {
            switch word {
            case "square", "sq", "quadrado", "quadrados", "quadrada", "quadradas": self = .square
            case "cubic", "cubico", "cubicos", "cubica", "cubicas": self = .cube
            default: return nil
            }
        }
    }

    /// The unit of a speed: "km/h" of "km" and the folded word "hour"; nil where the one is no length or the other no hour or second.
    static func speed(_ measure: String, by word: String) -> String? {
        guard isLength(measure) else { return nil }
        return switch Self.measure(word) {
        case "hours": measure + "/h"
        case "seconds": measure + "/s"
        default: word == "s" ? measure + "/s" : nil
        }
    }

    private static func isLength(_ unit: String) -> Bool { sizes[unit]?.dimension == "length" }

    /// Whether an amount is another one in another unit of the same dimension, to two in a hundred or as much as is allowed:
    /// "8 km" is "5 miles".
    static func isSame(
        _ value: Double,
        in unit: String,
        as other: Double,
        in otherUnit: String,
        within allowed: Double = 0
    ) -> Bool {
        guard let converted = converted(value, from: unit, to: otherUnit) else { return false }
        return abs(converted - other) <= max(allowed, abs(other) * 0.02)
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
        libras=GBP real=BRL reais=BRL brl=BRL yen=JPY iene=JPY ienes=JPY jpy=JPY rupee=INR rupees=INR inr=INR rupias=INR
        yuan=CNY cny=CNY renminbi=CNY rmb=CNY franc=CHF francs=CHF chf=CHF franco=CHF francos=CHF peso=MXN pesos=MXN mxn=MXN
        kwanza=AOA kwanzas=AOA aoa=AOA metical=MZN meticais=MZN mzn=MZN escudo=PTE escudos=PTE krona=SEK kronor=SEK sek=SEK
        kroner=NOK krone=NOK nok=NOK coroas=SEK zloty=PLN zlotys=PLN pln=PLN rouble=RUB roubles=RUB ruble=RUB rubles=RUB rub=RUB rublos=RUB
        cad=CAD aud=AUD won=KRW krw=KRW rand=ZAR zar=ZAR cents=cents cent=cents centavos=cents centavo=cents
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
        litres=l litre=l liters=l liter=l litros=l litro=l hectares=ha hectare=ha ha=ha acres=acres acre=acres
        mg=mg milligrams=mg milligram=mg miligramas=mg miligrama=mg mcg=µg µg=µg μg=µg ug=µg micrograms=µg microgram=µg
        microgramas=µg micrograma=µg lb=lb lbs=lb oz=oz ounces=oz ounce=oz oncas=oz onca=oz
        ml=ml millilitres=ml millilitre=ml milliliters=ml milliliter=ml mililitros=ml mililitro=ml cl=cl centilitres=cl
        centiliters=cl centilitros=cl dl=dl decilitros=dl gal=gal gallons=gal gallon=gal galoes=gal galao=gal
        mm2=mm² cm2=cm² m2=m² km2=km² ft2=ft² cm3=cm³ m3=m³ km3=km³ mph=mi/h kmh=km/h kph=km/h
        watts=W watt=W kw=kW kilowatts=kW kilowatt=kW quilowatts=kW mw=MW megawatts=MW megawatt=MW gw=GW gigawatts=GW
        gigawatt=GW tw=TW kwh=kWh mwh=MWh gwh=GWh twh=TWh
        kb=kB kilobytes=kB mb=MB megabytes=MB megabyte=MB gb=GB gigabytes=GB gigabyte=GB tb=TB terabytes=TB terabyte=TB
        hz=Hz hertz=Hz khz=kHz mhz=MHz ghz=GHz kcal=kcal calories=cal calorias=cal kj=kJ kpa=kPa psi=psi
        milliseconds=ms millisecond=ms milissegundos=ms milissegundo=ms ms=ms
        """
    )
    /// The dimension of a unit and its size: metres, kilograms, seconds, square and cubic metres, metres a second, watts, watt hours,
    /// bytes, hertz, calories.
    private static let sizes: [String: (dimension: String, size: Double)] = [
        "mm": ("length", 0.001), "cm": ("length", 0.01), "m": ("length", 1), "km": ("length", 1000),
        "in": ("length", 0.0254), "ft": ("length", 0.3048), "yd": ("length", 0.9144), "mi": ("length", 1609.344),
        "µg": ("mass", 1e-9), "mg": ("mass", 1e-6), "g": ("mass", 0.001), "kg": ("mass", 1), "t": ("mass", 1000),
        "oz": ("mass", 0.028349523125), "lb": ("mass", 0.45359237),
        "ms": ("time", 0.001), "seconds": ("time", 1), "minutes": ("time", 60), "hours": ("time", 3600),
        "days": ("time", 86400), "weeks": ("time", 604_800), "months": ("time", 2_629_746),
        "years": ("time", 31_556_952), "decades": ("time", 315_569_520), "centuries": ("time", 3_155_695_200),
        "mm²": ("area", 1e-6), "cm²": ("area", 1e-4), "m²": ("area", 1), "km²": ("area", 1e6), "ha": ("area", 10_000),
        "in²": ("area", 0.00064516), "ft²": ("area", 0.09290304), "yd²": ("area", 0.83612736),
        "acres": ("area", 4046.8564224), "mi²": ("area", 2_589_988.110336),
        "ml": ("volume", 1e-6), "cl": ("volume", 1e-5), "dl": ("volume", 1e-4), "l": ("volume", 0.001),
        "cm³": ("volume", 1e-6), "m³": ("volume", 1), "km³": ("volume", 1e9), "ft³": ("volume", 0.028316846592),
        "gal": ("volume", 0.003785411784),
        "m/s": ("speed", 1), "km/s": ("speed", 1000), "ft/s": ("speed", 0.3048), "km/h": ("speed", 1 / 3.6),
        "mi/h": ("speed", 0.44704),
        "W": ("power", 1), "kW": ("power", 1e3), "MW": ("power", 1e6), "GW": ("power", 1e9), "TW": ("power", 1e12),
        "kWh": ("energy", 1e3), "MWh": ("energy", 1e6), "GWh": ("energy", 1e9), "TWh": ("energy", 1e12),
        "kB": ("data", 1e3), "MB": ("data", 1e6), "GB": ("data", 1e9), "TB": ("data", 1e12),
        "Hz": ("frequency", 1), "kHz": ("frequency", 1e3), "MHz": ("frequency", 1e6), "GHz": ("frequency", 1e9),
        "cal": ("food", 1), "kcal": ("food", 1000),
    ]
}
