import Testing

@testable import FielText

@Suite("Questions") struct QuestionTests {
    @Test(
        "question and short answer make a sentence",
        arguments: [
            ("When was the bridge opened?", "1937", "The bridge was opened in 1937."),
            ("When was the bridge opened?", "28 May 1937.", "The bridge was opened on 28 May 1937."),
            ("When did the war end?", "in 1918", "The war ended in 1918."),
            ("What year did Tesla die?", "1943", "Tesla died in 1943."),
            ("In which year did Apollo 11 land on the moon?", "1969", "Apollo 11 landed on the moon in 1969."),
            ("Who wrote Hamlet?", "Shakespeare", "Shakespeare wrote Hamlet."),
            ("Who is the author of Hamlet?", "Shakespeare", "The author of Hamlet is Shakespeare."),
            ("Who was killed in Dallas?", "Kennedy", "Kennedy was killed in Dallas."),
            ("What is the capital of France?", "Paris", "The capital of France is Paris."),
            ("Which country won the 1998 World Cup?", "France", "France won the 1998 World Cup."),
            ("What color is the bridge?", "orange", "The bridge is orange."),
            ("Where is the Eiffel Tower?", "Paris", "The Eiffel Tower is in Paris."),
            ("Where was Mozart born?", "in Salzburg", "Mozart was born in Salzburg."),
            ("How many people live in Lisbon?", "545,000", "545,000 people live in Lisbon."),
            ("How many legs does a spider have?", "8", "A spider has 8 legs."),
            ("How much did the bridge cost?", "$35 million", "The bridge cost $35 million."),
            ("How long is the bridge?", "2.7 km", "The bridge is 2.7 km."),
            ("Did Newton discover gravity?", "Yes.", "Newton discovered gravity."),
            ("Can it fly?", "No", "It cannot fly."),
            ("Why is it red?", "paint", "Why is it red? paint."),
            ("Quando foi inaugurada a ponte?", "1937", "A ponte foi inaugurada em 1937."),
            ("Em que ano nasceu Camões?", "1524", "Camões nasceu em 1524."),
            ("Quem escreveu Os Lusíadas?", "Camões", "Camões escreveu Os Lusíadas."),
            ("Quem foi o primeiro rei?", "D. Afonso", "O primeiro rei foi D. Afonso."),
            ("Qual é a capital da França?", "Paris", "A capital da França é Paris."),
            ("Qual a capital da França?", "Paris", "A capital da França é Paris."),
            ("Onde fica Lisboa?", "em Portugal", "Lisboa fica em Portugal."),
            ("Quantos habitantes tem Lisboa?", "545 mil", "Lisboa tem 545 mil habitantes."),
        ]
    )
    func hypotheses(question: String, answer: String, expected: String) {
        #expect(Declarative.hypothesis(question: question, answer: answer) == expected)
    }

    @Test(
        "where no rule fits, question and answer stand side by side",
        arguments: [
            ("When was it opened and who designed it?", "1937", "When was it opened and who designed it? 1937."),
            (
                "Who wrote it?", "He says that it was written by many.",
                "Who wrote it? He says that it was written by many."
            ),
            ("bridge", "1937", "bridge? 1937."), ("", "1937", "1937."),
        ]
    )
    func fallback(question: String, answer: String, expected: String) {
        #expect(Declarative.hypothesis(question: question, answer: answer) == expected)
    }

    @Test(
        "question words say what is asked for",
        arguments: [
            ("When was it?", .time), ("What year was it?", .time), ("In which century?", .time),
            ("Who is he?", .person),
            ("Where is it?", .place), ("In what city was he born?", .place), ("How many are there?", .quantity),
            ("How long is it?", .quantity), ("How does it work?", .manner), ("Why is it red?", .reason),
            ("Is it red?", .yesNo),
            ("Is it red or blue?", .choice), ("What is photosynthesis?", .definition), ("What did he say?", .other),
            ("", .other),
            ("Quando foi?", .time), ("Em que ano foi?", .time), ("Quem é ele?", .person), ("Onde fica?", .place),
            ("Quantos são?", .quantity), ("Por que é vermelho?", .reason), ("Como funciona?", .manner),
            ("A ponte é vermelha?", .yesNo),
            ("O que é fotossíntese?", .definition), ("Qual cidade é a maior?", .place),
        ] as [(String, AnswerType)]
    )
    func types(question: String, expected: AnswerType) {
        #expect(QuestionAnalysis.expectedType(question) == expected)
    }

    @Test(
        "an answer shows whether it has what is asked for, or leaves it open",
        arguments: [
            ("in 1937", .time, true), ("last May", .time, true), ("a red bridge", .time, false),
            ("8 legs", .quantity, true),
            ("twelve", .quantity, true), ("the bridge", .quantity, false), ("Yes, it is.", .yesNo, true),
            ("It is red.", .yesNo, nil),
            ("Shakespeare", .person, true), ("1937", .person, false), ("because it rains", .reason, true),
            ("", .other, false),
            ("He set out for the north.", .time, false), ("It may rain.", .time, false), ("in May", .time, true),
            ("em maio de 1937", .time, true), ("doze", .quantity, true),
        ] as [(String, AnswerType, Bool?)]
    )
    func answerTypes(answer: String, type: AnswerType, expected: Bool?) {
        #expect(QuestionAnalysis.answer(answer, hasType: type) == expected)
    }

    @Test(
        "a question of several parts is split",
        arguments: [
            ("When was it opened and who designed it?", ["When was it opened", "who designed it?"]),
            ("Who and what is it?", ["Who and what is it?"]),
            ("Where is it? How long is it?", ["Where is it?", "How long is it?"]),
            ("Quem a fez e quando foi aberta?", ["Quem a fez", "quando foi aberta?"]),
            ("Is it red and long?", ["Is it red and long?"]),
        ] as [(String, [String])]
    )
    func parts(question: String, expected: [String]) {
        #expect(QuestionAnalysis.parts(of: question) == expected)
    }
}
