import FielCore
import FielSuite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The arguments of one command, checked against its declaration.
struct Arguments: Sendable {
    /// The operands in order.
    private(set) var operands: [String] = []
    /// Whether `--help` or `-h` was given, which makes everything else of no account.
    private(set) var asksForHelp = false
    private var values: [String: [String]] = [:]
    private var readOptions: [String] = []

    /// Takes command-line arguments apart: `--name value`, `--name=value`, flags, and after `--` operands only.
    ///
    /// - Throws: `FielError` with code `invalidArgument` that says what to type in place of what is wrong.
    init(_ arguments: [String], for spec: CommandSpec) throws(FielError) {
        asksForHelp = arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
        guard !asksForHelp else { return }
        readOptions = spec.options.filter(\.isRead).map(\.name)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                break
            }
            guard argument.count > 1, argument.hasPrefix("-") else {
                operands.append(argument)
                continue
            }
            try takeOption(argument, &rest, spec)
        }
        try check(spec)
    }

    /// The last value of an option.
    func value(_ name: String) -> String? { values[name]?.last }

    /// Every value of an option, in order.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether a flag was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option that is a whole number of at least 1.
    func count(_ name: String) throws(FielError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), number > 0 else {
            throw FielError(.invalidArgument, "\(name) is \"\(text)\", expected a whole number of at least 1")
        }
        return number
    }

    /// The number of threads that `--threads` asks for.
    func threads() throws(FielError) -> Int? {
        let threads = try count("--threads")
        if let threads, threads > Workers.mostThreads {
            throw FielError(
                .invalidArgument,
                "--threads is \"\(threads)\", expected a whole number from 1 to \(Workers.mostThreads)"
            )
        }
        return threads
    }

    /// The files that are read: the operands, and the values of options that name files, or the folder of a model.
    var inputs: [String] {
        let named = readOptions.flatMap(all)
        let inFolders = named.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
        }
        return operands + named + inFolders
    }

    private mutating func takeOption(
        _ argument: String,
        _ rest: inout ArraySlice<String>,
        _ spec: CommandSpec
    ) throws(FielError) {
        let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = spec.options.first(where: { $0.name == sides[0] }) else {
            throw Self.unknown(sides[0], among: spec.options.map(\.name) + ["--help"], of: spec.name)
        }
        if values[option.name] != nil && !option.repeats {
            throw FielError(.invalidArgument, "\(option.name) is given twice")
        }
        guard let placeholder = option.value else {
            guard sides.count == 1 else { throw FielError(.invalidArgument, "\(option.name) takes no value") }
            values[option.name] = []
            return
        }
        let isMissing = sides.count == 1 && (rest.first.map { $0.hasPrefix("--") } ?? true)
        guard !isMissing, let value = sides.count == 2 ? sides[1] : rest.popFirst() else {
            throw FielError(
                .invalidArgument,
                "\(option.name) needs a value",
                hint: "write \(option.name) \(placeholder)"
            )
        }
        if !option.choices.isEmpty && !option.choices.contains(value) {
            let choices = option.choices.joined(separator: ", ")
            throw FielError(.invalidArgument, "\(option.name) is \"\(value)\", expected one of \(choices)")
        }
        values[option.name, default: []].append(value)
    }

    private func check(_ spec: CommandSpec) throws(FielError) {
        let required = spec.operands.filter { !$0.isOptional }.count
        if operands.count < required {
            throw FielError(
                .invalidArgument,
                "\(spec.operands[operands.count].name) is missing",
                hint: "see fiel \(spec.name) --help"
            )
        }
        if operands.count > spec.operands.count, spec.operands.last?.repeats != true {
            throw FielError(
                .invalidArgument,
                "\"\(operands[spec.operands.count])\" is one argument too many",
                hint: "see fiel \(spec.name) --help"
            )
        }
        for (operand, value) in zip(spec.operands, operands) where !operand.choices.isEmpty {
            guard operand.choices.contains(value) else {
                throw Self.unknown(value, among: operand.choices, of: spec.name)
            }
        }
    }

    /// The error that a word is none of those that are known, with the nearest of them.
    static func unknown(_ word: String, among known: [String], of command: String) -> FielError {
        let help = command.isEmpty ? "fiel --help" : "fiel \(command) --help"
        let hint = NearestName.find(word, among: known).map { "did you mean \($0)?" } ?? "see \(help)"
        return FielError(.invalidArgument, "\"\(word)\" is unknown", hint: hint)
    }
}

extension Arguments {
    /// Finds out before any work is done whether `--out` can be written, and that it replaces nothing that is read.
    func checkOutput() throws(FielError) {
        for path in all("--out") { try ResultFile.check(path, keeping: inputs) }
    }
}
