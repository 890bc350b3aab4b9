import Testing

@testable import FielText

/// Text from a fixed seed, out of the pieces that scanners stumble over.
private struct RandomText {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func text(pieces: Int) -> String {
        let parts = [
            "a", "Dr", ".", " ", "\n", "\r\n", "\"", "(", ")", "[1]", "- ", "# ", "|", "```", "1", "1937", ",", ";",
            " and it was ",
            "é", "e\u{301}", "👩‍👩‍👧", "\u{0}", "\u{200B}", "。", "?", "!", "…", "@", "http://", " e ", "May ", "$", "%",
            "million ", ":", "I",
            "'", "’", "\u{FEFF}", "…", "½", "٣", "ß", "İ", "twenty", "-", "/", "um ", "São ", "www.", "**", "~~~", "> ",
            "\u{2028}", "9999999999999999999", " , ", " .", " ' s ", " n't ", "-LRB- ", " `` ",
        ]
        var text = ""
        for _ in 0..<pieces {
            if next(12) == 0, let scalar = Unicode.Scalar(UInt32(next(0x2FFFF))) {
                text.unicodeScalars.append(scalar)
            } else {
                text += parts[next(parts.count)]
            }
        }
        return text
    }
}

@Suite("Any text") struct RandomTextTests {
    @Test("spans lie in the text, in order, apart, and are its slices", arguments: 0..<300)
    func spans(seed: Int) {
        var random = RandomText(state: UInt64(seed) &* 977 &+ 13)
        let text = random.text(pieces: 5 + random.next(120))
        let scalars = ScalarText(text)
        check(SentenceSplitter.sentences(in: text), in: scalars)
        let claims = ClaimExtractor.claims(in: text, question: "When was it opened?")
        check(claims.map { TextSpan(text: $0.text, range: $0.range) }, in: scalars)
        for mention in FactFinder.mentions(in: text) {
            #expect(mention.range.lowerBound >= 0 && mention.range.upperBound <= scalars.count)
            #expect(scalars.slice(mention.range) == mention.text)
        }
        _ = Abstention.isAbstention(text)
        _ = Declarative.hypothesis(question: text, answer: "1937")
        _ = Declarative.hypothesis(question: "Quem é " + text, answer: text)
        _ = QuestionAnalysis.parts(of: text)
        let recall = LexicalOverlap.recall(of: text, in: String(text.reversed()))
        #expect(recall >= 0 && recall <= 1)
    }

    @Test("a text holds its own facts", arguments: 0..<200)
    func reflexive(seed: Int) {
        var random = RandomText(state: UInt64(seed) &* 31 &+ 7)
        let text = random.text(pieces: 40)
        let missing = FactFinder.missing(from: text, in: [text]).filter { $0.kind != .url && $0.kind != .email }
        #expect(missing.map(\.text) == [])
    }

    @Test("outside all sentences stand only markers and white space", arguments: 0..<200)
    func coverage(seed: Int) {
        var random = RandomText(state: UInt64(seed) &* 131 &+ 3)
        let text = random.text(pieces: 60)
        let scalars = ScalarText(text)
        var isCovered = [Bool](repeating: false, count: scalars.count)
        for sentence in SentenceSplitter.sentences(in: text) {
            for offset in sentence.range { isCovered[offset] = true }
        }
        let letters = (0..<scalars.count).filter { !isCovered[$0] && scalars.scalars[$0].isLetter }
        // A single letter may be a list marker: "a)".
        for offset in letters {
            #expect(scalars.at(offset + 1) == ")" && scalars.scalars[offset].isLower)
        }
    }

    private func check(_ spans: [TextSpan], in text: ScalarText) {
        var end = 0
        for span in spans {
            #expect(span.range.lowerBound >= end && span.range.upperBound <= text.count && !span.range.isEmpty)
            #expect(text.slice(span.range) == span.text)
            #expect(text.trimmed(span.range) == span.range)
            end = span.range.upperBound
        }
    }

    @Test("claims and facts of long hostile text are found in linear time")
    func hostile() {
        let clock = ContinuousClock()
        for piece in [
            "A 1 ", ", and it was ", "http://a.b/c ", " e foi", "May 5 ", "\"a b c\" ", "May ", "$", "twenty ", "ok, ",
            "hundred ", "I think ",
        ] {
            let text = String(repeating: piece, count: 4_000)
            let time = clock.measure {
                _ = ClaimExtractor.claims(in: text, question: "When was it?")
                _ = FactFinder.mentions(in: text)
            }
            #expect(time < .seconds(10), "\(piece.debugDescription) repeated")
        }
    }
}
