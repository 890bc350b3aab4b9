import Testing

@testable import FielText

@Suite("Facts") struct FactTests {
    @Test(
        "a fact is found again in another form",
        arguments: [
            ("It cost $35 million.", "It cost 35,000,000 dollars."),
            ("It opened on 28 May 1937.", "Opened May 28, 1937."),
            ("It opened on 28 May 1937.", "Abriu em 28 de maio de 1937."),
            ("It opened on 28 May 1937.", "Date: 1937-05-28"),
            ("It opened in May 1937.", "It opened on 28 May 1937."),
            ("It opened in 1937.", "It opened on 28 May 1937."),
            ("Custou 1.234,56 euros.", "It cost €1,234.56."), ("It has 1,234 seats.", "Tem 1.234 lugares."),
            ("It has three towers.", "There are 3 towers."), ("It has 3 towers.", "There are three towers."),
            ("It is 35% done.", "It is 35 per cent done."), ("About 35 million came.", "34,960,000 people came."),
            ("It rose to 3.5 million.", "It rose to 3,480,000."), ("In the 1930s it opened.", "It opened in 1937."),
            ("It starts at 10:30 pm.", "It starts at 22:30."), ("It starts at 5 p.m. today.", "Start: 17:00"),
            ("Começa às 14h30.", "It starts at 2:30 pm."), ("In the 19th century it was.", "No século XIX foi."),
            ("It was by Joseph Strauss.", "Strauss, Joseph, built it."),
            ("In the 2018–19 season.", "From 2018 to 2019."), ("The Libyan war.", "A war in Libya."),
            ("It is in the NBA.", "The National Basketball Association"),
            ("He wrote \"the old man and the sea\" there.", "The Old Man and the Sea"),
            ("See https://www.example.com/a.", "example.com/a"),
            ("Twenty-one people and two hundred and fifty cars.", "21 people, 250 cars"),
            ("R$ 35 milhões foi o custo.", "35.000.000 reais"),
            ("The main span is 1,280 metres long.", "Its main span of 4,200 feet was a record."),
            ("It is 8 km away.", "It is five miles away."), ("It lasted 90 minutes.", "It lasted 1.5 hours."),
            ("Tem 300 quilómetros.", "It is 300 km long."), ("It weighs 2 tonnes.", "Pesa 2000 kg."),
            ("It took 18 months.", "It took 18 months and 18 people."), ("It had 5 in the bay.", "There were 5 boats."),
            ("A 300-metre tower.", "The tower is 300 m high."),
            ("It has 100 people.", "It has a hundred people."), ("It cost 1 billion dollars.", "A billion dollars."),
            ("Dura 8 horas.", "Dura 8h."), ("Às 14 horas.", "Começa às 14h."),
            ("It runs for 5 years.", "A five-year contract."),
            ("In the 21st century.", "In the twenty-first century."), ("It takes 45min.", "It takes 45 minutes."),
            ("It takes 2hrs.", "It takes 2 hours."), ("Estão 20ºC.", "Estão 20 graus."),
            ("Em 28.05.1937.", "On 28 May 1937."), ("Custou dois mil milhões de euros.", "It cost 2 billion euros."),
            ("Water freezes at 32 °F.", "Water freezes at 0 °C."),
            ("It is 25°C there.", "It is 77 degrees Fahrenheit."),
            ("Estão 25ºC.", "It is 77°F."), ("It is 20 °C.", "Estão 20 graus."), ("It is 300 K warm.", "It is 300 K."),
            ("It was begun in the 12th century.", "It was begun in 1147."),
            ("It was in the 12th century.", "In the 12th century."),
            ("It takes at least 30 people.", "It takes 30 people or more."), ("It takes at least 30.", "It takes 30."),
            ("No more than 30 may enter.", "Up to 30 may enter."), ("It may not exceed 5 kg.", "At most 5 kg."),
            ("It ran over 30 days.", "It took up to 30 days."),
            ("It has more than 9 rooms.", "At most 8, no fewer than 9."),
            ("Leva pelo menos 30 dias.", "Leva 30 dias ou mais."), ("Não pode exceder 30 dias.", "Até 30 dias."),
            ("It has 30 rooms, at least 5 of them large.", "Up to 30 rooms, at least 5 large."),
            ("It opens at 8:30.", "It opens at half past eight."),
            ("It shuts at 8:45 pm.", "It shuts at a quarter to 9."),
            ("Abre às oito e meia.", "Abre às 8h30."), ("It opens at noon.", "It opens at 12:00."),
            ("Fecha à meia-noite.", "It closes at 00:00."), ("It opens at 12:15.", "At quarter past twelve it opens."),
            ("It runs for 24 months.", "A two-year contract."), ("It runs for two years.", "A 24-month contract."),
            ("It is 55\" wide and 30\" tall.", "It is 55 inches wide and 30 inches tall."),
            // Currencies with the sign behind, and by their codes.
            ("Custa 10 €.", "Custa 10 euros."), ("It cost €3.5 billion.", "It cost EUR 3.5 billion."),
            ("It cost 20 francs.", "It cost CHF 20."),
            // Units: areas, volumes, speeds, energy, data, doses.
            ("The dose is 0.5 g.", "The dose is 500 mg."), ("It makes 0.5 GW.", "It makes 500 MW."),
            ("It covers 3.41 km².", "It covers 341 hectares."), ("It covers 3.41 km2.", "It covers 341 ha."),
            ("Tem 341 hectares.", "Tem 3,41 quilómetros quadrados."), ("It holds 2,000 litres.", "It holds 2 m³."),
            ("It goes at 186 mph.", "It goes at 300 km/h."), ("Anda a 300 km por hora.", "It does 300 km/h."),
            ("It covers 10 square miles.", "It covers 25.9 square kilometres."),
            ("It holds 0.5 litres.", "Tem 500 ml."),
            ("It stores 2,000 GB.", "It stores 2 TB."), ("It emits CO₂.", "CO2 is emitted."),
            ("It is minus 5 degrees Celsius.", "It is -5 °C."),
            // Digits in groups.
            ("Tem 1 250 000 habitantes.", "Tem 1.250.000 habitantes."), ("It has 92,212 km².", "Tem 92 212 km²."),
            ("It has 1,250,000 people.", "It has 1'250'000 people."), ("It has 200 of them.", "Year 100 200 300"),
            ("It has 1.5M users.", "It has 1.5 million users."),
            ("It is worth $1.2T.", "It is worth 1.2 trillion dollars."),
            ("Custou R$ 3,5 mi.", "Custou 3,5 milhões de reais."), ("Custou 2,5 M€.", "Custou 2,5 milhões de euros."),
            ("Tem trezentas e cinquenta casas.", "Tem 350 casas."), ("It weighs 5 t.", "It weighs 5 tonnes."),
            // Centuries, decades, durations.
            ("In the nineteenth century.", "No século XIX."), ("No séc. XIX.", "In the 19th century."),
            ("It took three centuries.", "It took 300 years."), ("For half a century.", "For half a century."),
            ("In the twenty-first century.", "No século XXI."), ("Nos anos 90 abriu.", "Abriu em 1995."),
            ("Na década de 1990.", "In the 1990s."),
            ("Na década de 90.", "In 1994 it was."), ("A two-year contract.", "It runs for 24 months."),
            // Dates.
            ("Em 1.º de maio de 1937.", "On 1 May 1937."), ("Em 1º de maio.", "On 1 May 1937."),
            ("Em 31/12/24.", "On 31 December 2024."), ("On 5 March 2024.", "Time: 2024-03-05T10:30:00Z"),
            ("Em dezembro de 2019.", "Em dez. 2019"), ("On June 3, 2019.", "From 3 to 7 June 2019."),
            ("Em 3 de junho de 2019.", "De 3 a 7 de junho de 2019."), ("On 12 March.", "12–15 March"),
            // Times.
            ("Abre às 6 da tarde.", "Abre às 18h."), ("Abre às 18h.", "Abre às 6 horas da tarde."),
            ("It starts at 9h30min.", "It starts at 9:30."),
            // Names, acronyms and titles.
            ("Foi a ONU.", "A Organização das Nações Unidas."),
            ("It is in the United States.", "It is in the U.S. today."),
            ("Foi a Ordem dos Advogados do Brasil.", "Foi a OAB."),
            ("It was President Abraham Lincoln.", "Lincoln did it."),
            ("É a Dr.ª Ana Sousa.", "Ana Sousa é médica."),
            ("It says, in Document 2, that there are 5.", "There are 5."),
            ("Não pode ser superior a 30 dias.", "Até 30 dias."),
        ]
    )
    func found(claim: String, context: String) {
        #expect(FactFinder.missing(from: claim, in: ["Nothing here.", context]).map(\.text) == [])
    }

    @Test(
        "a fact that stands nowhere is missing",
        arguments: [
            ("It cost $35 million.", "It cost $36 million.", ["35 million"]),
            ("It opened in 1936.", "It opened in 1937.", ["1936"]),
            ("It opens at half past nine.", "It opens at half past eight.", ["half past nine"]),
            ("Abre às 9h30.", "Abre às oito e meia.", ["9h30"]),
            ("It takes at least 30 days.", "It takes at most 30 days.", ["30 days"]),
            ("It takes up to thirty days.", "It takes no fewer than thirty days.", ["thirty days"]),
            ("It costs less than $40.", "It costs $40 or more.", ["40"]),
            ("It needs 12 staff or more.", "It must not have more than 12 staff.", ["12"]),
            ("Pode ter no máximo 12 alunos.", "Tem de ter pelo menos 12 alunos.", ["12"]),
            ("Dura menos de 30 dias.", "Dura mais de 30 dias.", ["30 dias"]),
            ("It opened on 28 May 1936.", "It opened on 28 May 1937; it was built in 1936.", ["28 May 1936"]),
            ("It is 35% done.", "It cost $35.", ["35%"]),
            ("It was by Joseph Smith.", "Joseph built it.", ["Joseph Smith"]),
            ("It stands in Lisbon.", "It stands in Porto.", ["Lisbon"]),
            ("It has four towers.", "It has three towers.", ["four"]),
            ("He said \"never say never again\" then.", "He said never again.", ["never say never again"]),
            ("Write to a@b.org for more.", "Write to c@b.org.", ["a@b.org"]),
            ("Fica em Lisboa.", "Fica no Porto.", ["Lisboa"]),
            ("It starts at 10:30 today.", "It starts at 11:30.", ["10:30"]),
            ("It is 300 metres long.", "It is 300 km long.", ["300 metres"]),
            ("It is 25 °C there.", "It is 25 °F there.", ["25 °C"]),
            ("It was begun in the 12th century.", "It was begun in 1247.", ["12th"]),
            ("It runs for 24 months.", "A three-year contract.", ["24 months"]),
            ("It took 18 years.", "It took 18 months.", ["18 years"]),
            ("It took 18 people.", "It took 18 months.", ["18 people"]),
            ("It is 90 km away.", "It cost 90 euros.", ["90 km"]),
            ("Pesa 20 gramas.", "Pesa 20 quilos.", ["20 gramas"]),
            ("It is 10 km away.", "It is five miles away.", ["10 km"]),
            ("Em 28.05.1938.", "On 28 May 1937.", ["28.05.1938"]), ("It takes 9h.", "It takes 8 hours.", ["9h"]),
            ("It cost two thousand.", "A thousand.", ["two thousand"]),
            ("Custa 10 €.", "Custa 10 libras.", ["10 €"]),
            ("Há um desconto de 10 €.", "Desconto de 10\u{A0}%.", ["10 €"]),
            ("It cost €3.5 billion.", "It cost USD 3.5 billion.", ["3.5 billion"]),
            ("It cost 100 euros.", "It cost 100 yuan.", ["100 euros"]),
            ("Take 500 g.", "Take 500 mg.", ["500 g"]), ("It makes 500 kW.", "It makes 500 MW.", ["500 kW"]),
            ("It used 75 kW.", "It used 75 kWh.", ["75 kW"]), ("It has 16 TB.", "It has 16 GB.", ["16 TB"]),
            ("It goes 300 mph.", "It goes 300 km/h.", ["300 mph"]), ("It has 300 m.", "It has 300 m².", ["300 m"]),
            ("Tem 300 metros cúbicos.", "Tem 300 metros quadrados.", ["300 metros cúbicos"]),
            ("A three-year guarantee.", "A two-year guarantee.", ["three-year"]),
            ("In the eighteenth century.", "In the 19th century.", ["eighteenth century"]),
            ("No século XVIII foi.", "No século XIX foi.", ["século XVIII"]),
            ("It opens at 9 p.m. daily.", "It opens at 9 a.m. daily.", ["9 p.m."]),
            ("Em 2 de maio de 1937.", "Em 1.º de maio de 1937.", ["2 de maio de 1937"]),
            ("Em 30/12/24.", "On 31 December 2024.", ["30/12/24"]),
            ("Tem 1 250 001 habitantes.", "Tem 1.250.000 habitantes.", ["1 250 001"]),
            ("Nos anos 80 abriu.", "Abriu em 1995.", ["80"]),
        ] as [(String, String, [String])]
    )
    func missing(claim: String, context: String, expected: [String]) {
        #expect(FactFinder.missing(from: claim, in: [context]).map(\.text) == expected)
    }

    @Test(
        "what is no fact raises no alarm",
        arguments: [
            "However, it is one of the largest.", "Yes.", "I think it may be so.", "French wine is good.",
            "On Monday he left.",
            "Segundo ele, é assim.", "The bridge is red.", "A Portuguese Man spoke.",
        ]
    )
    func quiet(claim: String) {
        #expect(FactFinder.missing(from: claim, in: ["A man spoke."]).map(\.text) == [])
    }

    @Test(
        "kinds are told apart",
        arguments: [
            ("$5", .money), ("5 euros", .money), ("R$ 5", .money), ("5%", .percentage), ("5 por cento", .percentage),
            ("1937", .year),
            ("1930s", .year), ("May 1937", .date), ("3/4/1937", .date), ("10:30", .time), ("5 km", .number),
            ("five", .number),
            ("x@y.org", .email), ("http://a.bc/d", .url), ("\"alpha beta gamma\"", .quotation),
        ] as [(String, FactMention.Kind)]
    )
    func kinds(text: String, kind: FactMention.Kind) {
        #expect(FactFinder.mentions(in: "there is " + text).map(\.kind).first == kind)
    }

    @Test(
        "figures are written as another text writes the same ones",
        arguments: [
            ("It has 1.25 million inhabitants.", "1,250,000 people live there.", "It has 1,250,000 inhabitants."),
            ("A farmácia abre às 8:30.", "Abre às 8h30.", "A farmácia abre às 8h30."),
            ("It opened on 28/05/1937.", "It opened on 28 May 1937.", "It opened on 28 May 1937."),
            ("It is open from 9 am to 5:30 pm.", "Open from 09:00 to 17:30.", "It is open from 09:00 to 17:30."),
            ("O salário é R$ 1412.", "Paga R$ 1.412,00.", "O salário é R$ 1.412,00."),
            ("It has 12 schools and 3 parks.", "Twelve schools, 3 parks.", "It has Twelve schools and 3 parks."),
            ("It has 13 schools.", "Twelve schools.", "It has 13 schools."),
            ("It is 12 km long.", "12 m, 12 hours", "It is 12 km long."),
            ("It opened in 1937.", "1,937 people", "It opened in 1937."),
            ("It is 1.28 km long.", "It is 1,280 m long.", "It is 1,280 m long."),
            ("Dura 2 dias.", "Dura 48 horas.", "Dura 48 horas."), ("It is 77 °F.", "It is 25 °C.", "It is 25 °C."),
            ("It weighs 3 kg.", "It weighs 2,500 g.", "It weighs 3 kg."),
            ("No figures.", "Twelve", "No figures."),
        ]
    )
    func respelled(text: String, other: String, expected: String) {
        #expect(FactSpelling.respelled(text, like: other) == expected)
    }

    @Test("a run of number words is no number, however long")
    func manyScales() {
        for word in ["hundred", "thousand", "million", "mil", "milhões"] {
            let text = "one hundred" + String(repeating: " " + word, count: 40) + " one"
            #expect(FactFinder.mentions(in: text).allSatisfy { $0.range.upperBound <= text.count })
        }
    }

    @Test(
        "numbers are read in both notations",
        arguments: [
            ("1234", [1234]), ("1,234", [1234, 1.234]), ("1.234", [1.234, 1234]), ("1.234,56", [1234.56]),
            ("1,234.56", [1234.56]),
            ("3.5", [3.5]), ("0,5", [0.5]), ("35,000,000", [35_000_000]), ("1.000.000,5", [1_000_000.5]),
        ] as [(String, [Double])]
    )
    func numbers(text: String, values: [Double]) {
        #expect(NumberReading(text)?.candidates == values)
    }
}

@Suite("Lexical overlap") struct LexicalOverlapTests {
    @Test(
        "content words are folded, stemmed and without function words",
        arguments: [
            ("The bridges were opened", ["bridg", "open"]), ("O São João é bom", ["sao", "joao", "bom"]),
            ("It is 1,937", ["1937"]),
            ("", []), ("the of and", []), ("well-known", ["well", "known"]),
        ] as [(String, [String])]
    )
    func contentWords(text: String, expected: [String]) {
        #expect(LexicalOverlap.contentWords(text) == expected)
    }

    @Test("recall is the share of the first text's words that the second holds")
    func recall() {
        #expect(LexicalOverlap.recall(of: "red bridge", in: "The bridges are long") == 0.5)
        #expect(LexicalOverlap.recall(of: "the", in: "the") == 0)
        #expect(LexicalOverlap.recall(of: "pontes vermelhas", in: "A ponte vermelha") == 1)
    }

    @Test("rare words weigh more")
    func weighted() {
        let index = WindowIndex(windows: ["red bridge", "red car", "red sky"])
        let recall = index.recall(of: "the red bridge")
        #expect(recall[0] == 1)
        #expect(recall[1] == recall[2] && recall[1] > 0 && recall[1] < 0.5)
        #expect(index.weight(of: "bridge") > index.weight(of: "red"))
        #expect(index.recall(of: "the") == [0, 0, 0])
    }
}
