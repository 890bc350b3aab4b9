import FielCore

/// The steps of a `pre_tokenizer`.
struct PreTokenizerSteps {
    private(set) var cutters: [WordCutter] = []
    private(set) var metaspace: Metaspace?
    private(set) var isByteLevel = false
    private var cutsAtWhitespace = false

    init(_ node: OrderedJSON) throws(FielError) {
        if node != .null { try add(node) }
        guard !cutsAtWhitespace || metaspace != nil else { throw Self.unsupported(node) }
    }

    private mutating func add(_ node: OrderedJSON) throws(FielError) {
        // Nothing may follow a step that rewrites the text.
        guard !isByteLevel, metaspace == nil else { throw Self.unsupported(node) }
        switch node["type"]?.string {
        case "Sequence":
            for step in node["pretokenizers"]?.array ?? [] { try add(step) }
        case "Digits" where node["individual_digits"] == .bool(true): cutters.append(.digits)
        case "Split": cutters.append(try Self.split(node))
        case "ByteLevel" where node["add_prefix_space"] == .bool(false):
            isByteLevel = true
            if node["use_regex"] != .bool(false) { cutters.append(.pattern(.gpt2)) }
        case "WhitespaceSplit" where cutters.isEmpty: cutsAtWhitespace = true
        case "Metaspace" where node["replacement"]?.string == Metaspace.mark && cutters.isEmpty:
            let isBare = node["add_prefix_space"] == .bool(false)
            let scheme = node["prepend_scheme"]?.string ?? (isBare ? "never" : "always")
            guard let prefix = Metaspace.Prefix(rawValue: scheme) else { throw Self.unsupported(node) }
            metaspace = Metaspace(
                prefix: prefix,
                cuts: node["split"] != .bool(false),
                cutsAtWhitespace: cutsAtWhitespace
            )
        default: throw Self.unsupported(node)
        }
    }

    private static func split(_ node: OrderedJSON) throws(FielError) -> WordCutter {
        let behavior = node["behavior"]?.string
        if behavior == "Isolated", node["invert"] != .bool(true),
            let source = node["pattern"]?["Regex"]?.string, let pattern = WordPattern(source: source)
        {
            return .pattern(pattern)
        }
        if behavior == "MergedWithPrevious", node["invert"] != .bool(true), node["pattern"]?["String"]?.string == " " {
            return .afterSpaces
        }
        throw unsupported(node)
    }

    private static func unsupported(_ node: OrderedJSON) -> FielError {
        FielError(.unsupported, "the pre-tokenizer is not one that Fiel knows: \(node)")
    }
}
