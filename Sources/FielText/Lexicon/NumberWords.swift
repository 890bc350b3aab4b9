/// Numbers written as words, folded, in English and Portuguese.
enum NumberWords {
    /// The value of a number word below a thousand; nil for other words.
    static func value(_ key: String) -> Int? {
        values[key]
    }

    /// The factor of a word such as "million"; nil for other words.
    static func scale(_ key: String) -> Double? {
        scales[key]
    }

    /// The factor of an abbreviation behind an amount of money, as in "R$ 3,5 mi" or "2,5 M€"; nil for other words.
    static func scale(ofMoney key: String) -> Double? {
        moneyScales[key]
    }

    /// The value of an ordinal word such as "first", and of one that counts without being a number, such as "both"; nil for other
    /// words.
    static func ordinal(_ key: String) -> Int? {
        ranks[key] ?? counts[key]
    }

    /// The place in an order that a word names: 19 of "nineteenth", 21 of "twenty-first"; nil for counts such as "two" and "both".
    static func rank(_ key: String) -> Int? {
        guard let last = key.split(separator: "-").last, ranks[String(last)] != nil else { return nil }
        return ranks[key] ?? parts(key).last
    }

    /// The values of a word and of what its hyphens join: 5 of "five-year", 21 of "twenty-first" beside 20 and 1.
    static func parts(_ key: String) -> [Int] {
        let parts = key.split(separator: "-").map(String.init)
        let found = parts.compactMap { value($0) ?? (parts.count > 1 ? ordinal($0) : nil) }
        guard parts.count == 2, found.count == 2, found[0] >= 20, found[0] % 10 == 0, found[1] < 10 else {
            return found
        }
        return found + [found[0] + found[1]]
    }

    /// The value of a Roman numeral of two letters or more, in capitals; nil for other words.
    static func roman(_ text: String) -> Int? {
        let letters: [Unicode.Scalar: Int] = ["I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000]
        let values = text.unicodeScalars.map { letters[$0] ?? 0 }
        guard (2...10).contains(values.count), !values.contains(0) else { return nil }
        return values.indices.reduce(0) { sum, index in
            let isSubtracted = index + 1 < values.count && values[index] < values[index + 1]
            return sum + (isSubtracted ? -values[index] : values[index])
        }
    }

    private static let values = table(
        """
        zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14
        fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70
        eighty=80 ninety=90 dozen=12 um=1 uma=1 dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11
        doze=12 treze=13 quatorze=14 catorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezassete=17 dezoito=18
        dezenove=19 dezanove=19 vinte=20 trinta=30 quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90
        cem=100 cento=100 duzentos=200 duzentas=200 trezentos=300 trezentas=300 quatrocentos=400 quatrocentas=400 quinhentos=500
        quinhentas=500 seiscentos=600 seiscentas=600 setecentos=700 setecentas=700 oitocentos=800 oitocentas=800 novecentos=900
        novecentas=900 duzia=12
        """
    )
    private static let ranks = table(
        """
        first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12
        thirteenth=13 fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20
        primeiro=1 primeira=1 segundo=2 segunda=2 terceiro=3 terceira=3 quarto=4
        quarta=4 quinto=5 quinta=5 sexto=6 sexta=6 setimo=7 setima=7 oitavo=8 oitava=8 nono=9 nona=9 decimo=10 decima=10 vigesimo=20
        """
    )
    private static let counts = table("once=1 twice=2 both=2 half=2 pair=2 couple=2 single=1 ambos=2 ambas=2")
    private static let scales: [String: Double] = [
        "hundred": 100, "hundreds": 100, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6,
        "billion": 1e9,
        "billions": 1e9, "trillion": 1e12, "mil": 1e3, "milhao": 1e6, "milhoes": 1e6, "bilhao": 1e9, "bilhoes": 1e9,
        "trilhao": 1e12, "trilhoes": 1e12, "mn": 1e6, "bn": 1e9, "tn": 1e12,
    ]

    private static let moneyScales: [String: Double] = [
        "k": 1e3, "m": 1e6, "mi": 1e6, "b": 1e9, "bi": 1e9, "t": 1e12, "tri": 1e12,
    ]

    private static func table(_ text: String) -> [String: Int] {
        WordList.table(text).compactMapValues { Int($0) }
    }
}
