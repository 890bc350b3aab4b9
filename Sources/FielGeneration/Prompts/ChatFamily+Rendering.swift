public import FielCore

extension ChatFamily {
    /// Writes a conversation down as a prompt that wants the assistant's reply.
    ///
    /// The marks are template text; the turns' data stays data, so nothing in it can stand for a mark.
    ///
    /// - Parameter messages: an optional system turn, then turns of user and assistant by turns; a user's comes last.
    /// - Throws: `FielError` with code `invalidArgument` where the turns are not so.
    public func render(_ messages: [ChatMessage]) throws(FielError) -> [PromptPart] { try layOut(messages).parts }

    /// The prompt, and the place of each message's first part in it.
    func layOut(_ messages: [ChatMessage]) throws(FielError) -> (parts: [PromptPart], starts: [Int]) {
        try Self.check(messages)
        var page = Page()
        switch marks {
        case .chatML: chatML(messages, &page)
        case .llama2: llama2(messages, &page)
        case .llama3: llama3(messages, &page)
        case .gemma: gemma(messages, &page)
        }
        return (page.parts, page.starts)
    }

    /// A prompt as it is written.
    private struct Page {
        var parts: [PromptPart] = []
        var starts: [Int] = []

        mutating func write(_ words: String) { parts.append(.template(words)) }

        mutating func write(_ message: ChatMessage, trimmed sides: TrimmedSides) {
            starts.append(parts.count)
            parts += message.content.trimmed(sides)
        }
    }

    private static func check(_ messages: [ChatMessage]) throws(FielError) {
        let turns = messages.first?.role == .system ? messages.dropFirst() : messages[...]
        for (index, message) in turns.enumerated() {
            let expected = index % 2 == 0 ? ChatMessage.Role.user : .assistant
            guard message.role == expected else {
                throw FielError(
                    .invalidArgument,
                    "turn \(index + 1) after the system turn is the \(message.role.rawValue)'s, "
                        + "expected the \(expected.rawValue)'s"
                )
            }
        }
        guard turns.last?.role == .user else {
            throw FielError(.invalidArgument, "the conversation does not end with a turn of the user")
        }
    }

    private func chatML(_ messages: [ChatMessage], _ page: inout Page) {
        if let defaultSystem, messages.first?.role != .system {
            page.write("<|im_start|>system\n\(defaultSystem)<|im_end|>\n")
        }
        for message in messages {
            page.write("<|im_start|>\(message.role.rawValue)\n")
            page.write(message, trimmed: .none)
            page.write("<|im_end|>\n")
        }
        page.write("<|im_start|>assistant\n\(emptyThought ?? "")")
    }

    private func llama3(_ messages: [ChatMessage], _ page: inout Page) {
        let header = { (role: String) in "<|start_header_id|>\(role)<|end_header_id|>\n\n" }
        page.write("<|begin_of_text|>")
        if let systemPreamble, messages.first?.role != .system {
            page.write("\(header("system"))\(systemPreamble)<|eot_id|>")
        }
        for message in messages {
            page.write(header(message.role.rawValue) + (message.role == .system ? systemPreamble ?? "" : ""))
            page.write(message, trimmed: .both)
            page.write("<|eot_id|>")
        }
        page.write(header("assistant"))
    }

    private func llama2(_ messages: [ChatMessage], _ page: inout Page) {
        for (index, message) in messages.enumerated() {
            let followsSystem = index > 0 && messages[index - 1].role == .system
            switch message.role {
            case .system:
                page.write("<s>[INST] <<SYS>>\n")
                page.write(message, trimmed: .none)
                page.write("\n<</SYS>>\n\n")
            case .user:
                page.write(followsSystem ? "" : "<s>[INST] ")
                // The system turn belongs to this one, so the text does not begin here.
                page.write(message, trimmed: followsSystem ? .end : .both)
                page.write(" [/INST]")
            case .assistant:
                page.write(" ")
                page.write(message, trimmed: .both)
                page.write(" </s>")
            }
        }
    }

    private func gemma(_ messages: [ChatMessage], _ page: inout Page) {
        page.write("<bos>")
        for (index, message) in messages.enumerated() {
            let followsSystem = index > 0 && messages[index - 1].role == .system
            switch message.role {
            case .system:
                page.write("<start_of_turn>user\n")
                page.write(message, trimmed: .none)
                page.write("\n\n")
                continue
            case .user where !followsSystem: page.write("<start_of_turn>user\n")
            case .assistant: page.write("<start_of_turn>model\n")
            default: break
            }
            page.write(message, trimmed: .both)
            page.write("<end_of_turn>\n")
        }
        page.write("<start_of_turn>model\n")
    }
}

/// The sides of a turn that lose their white space.
private enum TrimmedSides {
    case none, end, both
}

extension [PromptPart] {
    /// The parts without white space around them all; as many parts, of which some may become empty.
    fileprivate func trimmed(_ sides: TrimmedSides) -> [PromptPart] {
        var parts = self
        let isBlank = { (scalar: UnicodeScalar) in scalar.properties.isWhitespace }
        for index in parts.indices where sides == .both {
            let kept = parts[index].string.unicodeScalars.drop(while: isBlank)
            parts[index] = parts[index].with(String(kept))
            if !kept.isEmpty { break }
        }
        for index in parts.indices.reversed() where sides != .none {
            var kept = parts[index].string.unicodeScalars[...]
            while let last = kept.last, isBlank(last) { kept.removeLast() }
            parts[index] = parts[index].with(String(kept))
            if !kept.isEmpty { break }
        }
        return parts
    }
}

extension PromptPart {
    /// A part of the same kind with other characters.
    fileprivate func with(_ string: String) -> PromptPart {
        switch self {
        case .template: .template(string)
        case .text: .text(string)
        }
    }
}
