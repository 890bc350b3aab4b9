public import FielCore

/// How a family of models writes a conversation down.
public struct ChatFamily: Sendable, Hashable {
    /// The marks around turns.
    public enum Marks: String, Sendable, Hashable, CaseIterable {
        /// `<|im_start|>` and `<|im_end|>`: SmolLM2, Qwen.
        case chatML = "chatml"
        /// `[INST]` and `<<SYS>>`: Llama 2.
        case llama2 = "llama-2"
        /// `<|start_header_id|>` and `<|eot_id|>`: Llama 3.
        case llama3 = "llama-3"
        /// `<start_of_turn>` and `<end_of_turn>`: Gemma, which has no system turn.
        case gemma
    }

    /// The marks around turns.
    public var marks: Marks
    /// The system turn that stands where none is given.
    public var defaultSystem: String?
    /// Words that stand before every system turn, also an empty one.
    public var systemPreamble: String?
    /// What a reply begins with, so that the model does not think aloud first; Qwen3.
    public var emptyThought: String?

    /// Marks alone, with no words of their own.
    public init(_ marks: Marks) {
        self.marks = marks
    }

    /// SmolLM2: ChatML with its own system turn.
    public static var smolLM2: ChatFamily { chatML(system: smolLM2System) }

    /// Qwen2.5: ChatML with its own system turn.
    public static var qwen25: ChatFamily { chatML(system: qwen25System) }

    /// Qwen3: ChatML, with an empty thought before each reply.
    public static var qwen3: ChatFamily {
        var family = ChatFamily(.chatML)
        family.emptyThought = "<think>\n\n</think>\n\n"
        return family
    }

    /// Recognises the family of a chat template.
    ///
    /// - Parameter template: the model's own, in Jinja.
    /// - Throws: `FielError` with code `unsupported` that quotes the beginning of a template of no known family.
    public init(recognizing template: String) throws(FielError) {
        let has = { (mark: String) in template.contains(mark) }
        if has("<|start_header_id|>") {
            self.init(.llama3)
            if has("Cutting Knowledge Date") { systemPreamble = Self.llama31Preamble }
        } else if has("<start_of_turn>") {
            self.init(.gemma)
        } else if has("[INST]") && has("<<SYS>>") {
            self.init(.llama2)
        } else if has("<|im_start|>") {
            let thinks = has("enable_thinking") && has("<think>")
            self = thinks ? .qwen3 : Self.chatML(system: Self.defaultSystems.first(where: has))
        } else {
            let marks = Marks.allCases.map(\.rawValue).joined(separator: ", ")
            throw FielError(
                .unsupported,
                "the model's chat template is of no known family (\(marks)); it begins with \"\(template.prefix(80))\"",
                hint: "name a family, or give the prompt as raw text"
            )
        }
    }

    private static func chatML(system: String?) -> ChatFamily {
        var family = ChatFamily(.chatML)
        family.defaultSystem = system
        return family
    }

    private static let smolLM2System = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
    private static let qwen25System = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."
    /// The system turns that templates of ChatML models put in; a longer one that holds another comes first.
    private static let defaultSystems = [smolLM2System, qwen25System, "You are a helpful assistant."]
    /// Llama 3.1 and later; the date is the one that the template falls back to, so that a prompt does not change by the day.
    private static let llama31Preamble = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"
}
