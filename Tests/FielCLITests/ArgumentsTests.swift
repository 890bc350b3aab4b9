import FielCore
import Testing

@testable import FielCLI

@Suite("Arguments")
struct ArgumentsTests {
    private let spec = CommandSpec(
        name: "demo",
        summary: "A demonstration",
        operands: [
            .init(name: "FILE", help: "A file"),
            .init(name: "NAME", isOptional: true, choices: ["one", "two"], help: "A name"),
        ],
        options: [
            .init(name: "--out", value: "FILE", help: "Where to"),
            .init(name: "--map", value: "A=B", repeats: true, help: "What to"),
            .init(name: "--json", help: "How"),
            .init(name: "--precision", value: "P", choices: ["f32", "int8"], help: "How exactly"),
        ]
    )

    private func parse(_ arguments: String...) throws(FielError) -> Arguments { try Arguments(arguments, for: spec) }

    @Test("values, flags and operands are told apart, in any order")
    func grammar() throws {
        let found = try parse("--out", "x", "file", "--map=a=b", "--json", "--map", "c=d", "one")
        #expect(found.operands == ["file", "one"])
        #expect(found.value("--out") == "x")
        #expect(found.all("--map") == ["a=b", "c=d"])
        #expect(found.has("--json"))
        #expect(!found.has("--precision"))
    }

    @Test("a lone dash is an operand, and so is everything after --")
    func operands() throws {
        #expect(try parse("-").operands == ["-"])
        #expect(try parse("--", "--json").operands == ["--json"])
        #expect(try parse("x", "--out=").value("--out") == "")
    }

    @Test(
        "wrong arguments are refused with what to type",
        arguments: [
            (["f", "--jsno"], "did you mean --json?"), (["f", "--colour"], "see fiel demo --help"),
            (["f", "--out"], "write --out FILE"),
            (["f", "--out", "--json"], "--out needs a value"), (["f", "--json=1"], "takes no value"),
            (["f", "--json", "--json"], "given twice"), ([], "FILE is missing"),
            (["f", "one", "x"], "\"x\" is one argument too many"),
            (["f", "tow"], "did you mean two?"), (["f", "--precision", "f64"], "expected one of f32, int8"),
            (["f", "-x"], "\"-x\" is unknown"),
        ]
    )
    func refused(arguments: [String], expected: String) {
        let error = #expect(throws: FielError.self) { try Arguments(arguments, for: spec) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    }

    @Test("counts are whole numbers of at least 1", arguments: ["0", "-1", "1.5", "many", ""])
    func counts(text: String) throws {
        let found = try parse("f", "--out=\(text)")
        #expect(throws: FielError.self) { try found.count("--out") }
    }

    @Test("help is asked for at any place before --")
    func help() throws {
        #expect(try parse("--nonsense", "--help").asksForHelp)
        #expect(try parse("f", "-h").asksForHelp)
        #expect(try !parse("--", "-h").asksForHelp)
    }
}
