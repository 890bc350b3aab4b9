import FielCore
import FielGeneration
import Testing

@Suite("Prompts") struct PromptTests {
    @Test("a turn's text is all of its parts, in order")
    func text() {
        let turn = ChatMessage(.user, [.template("Question: "), .text("Why?")])
        #expect(turn.text == "Question: Why?")
    }
}
