import FielCore
import Foundation
import Testing

@testable import FielCLI

@Suite("Program")
struct ProgramTests {
    @Test("the version and the help pages go to standard output")
    func help() async {
        #expect(await Finished.run("--version").output == "fiel \(Program.version)\n")
        let page = await Finished.run("--help")
        #expect(page.code == .success)
        for command in Program.commands {
            let name = command.spec.name
            #expect(page.output.contains("  \(name)"))
            let own = await Finished.run(name, "--help")
            #expect(own.code == .success)
            #expect(own.output.contains("Usage: fiel \(name)"))
            for option in command.spec.options { #expect(own.output.contains(option.usage)) }
            for example in command.spec.examples { #expect(own.output.contains(example.line)) }
            #expect(await Finished.run("help", name).output == own.output)
        }
    }

    @Test("help fits the terminal", arguments: [60, 100])
    func width(columns: Int) async {
        for command in Program.commands {
            let page = await Finished.run(command.spec.name, "--help", width: columns).output
            let prose = page.split(separator: "Examples:")[0]
            // A word of JSON that is longer than the line cannot be broken.
            for line in prose.split(separator: "\n") where line.contains(" ") {
                #expect(line.count <= columns, "\(line)")
            }
        }
    }

    @Test("no command is a usage error, an unknown one suggests the nearest")
    func unknown() async {
        let none = await Finished.run()
        #expect(none.code == .usage)
        #expect(none.output.isEmpty && none.errors.contains("Usage:"))
        let typo = await Finished.run("socre", "x")
        #expect(typo.code == .usage)
        #expect(typo.errors.contains("did you mean score?"))
    }

    @Test(
        "files that cannot be opened are usage errors that name the file",
        arguments: ["score", "nli", "embed", "tokenize"]
    )
    func unreadable(command: String) async {
        let missing = await Finished.run(command, "/nonexistent/x.jsonl")
        #expect(missing.code == .usage)
        #expect(missing.errors.contains("/nonexistent/x.jsonl: cannot be opened: No such file"))
        let folder = await Finished.run(command, "/")
        #expect(folder.code == .usage)
        #expect(folder.errors.contains("is a directory"))
    }

    @Test("embed, nli and tokenize answer standard input line by line")
    func lines() async {
        #expect(
            await Finished.run("embed", "--lines", "-", input: "abc\n").output == "{\"embedding\":[1.0],\"tokens\":3}\n"
        )
        #expect(
            await Finished.run("tokenize", "--max-tokens", "5", "-", input: "{\"text\":\"abc\"}").output
                == "{\"ids\":[1,3,5],\"offsets\":[[0,0],[0,3],[0,0]]}\n"
        )
        let pairs = await Finished.run("nli", "-", input: "{\"premise\":\"a\",\"hypothesis\":\"b\"}\n{\n")
        #expect(pairs.code == .incomplete)
        #expect(
            pairs.output.hasPrefix(
                "{\"entailment\":0.5,\"neutral\":0.25,\"contradiction\":0.25,\"label\":\"entailment\"}\n{\"error\""
            )
        )
        #expect(pairs.errors.contains("-:2: not valid JSON"))
    }

    @Test(
        "an empty stream is no error, so that empty partitions pass",
        arguments: ["score", "nli", "embed", "tokenize"]
    )
    func emptyStream(command: String) async {
        let found = await Finished.run(command, "-")
        #expect(found.code == .success)
        #expect(found.output.isEmpty && found.errors.isEmpty)
    }

    @Test("models are listed and told about")
    func models() async {
        #expect(await Finished.run("models", "list").output.split(separator: "\n").count == 3)
        #expect(await Finished.run("models", "info", "embed").output.contains("# A card"))
        #expect(await Finished.run("models", "info", "nil").errors.contains("did you mean nli?"))
        #expect(
            await Finished.run("models", "list", "--json").output.hasPrefix(#"{"name":"embed","task":"embeddings""#)
        )
    }

    @Test("doctor fails where the judges fail the self-test, and says so")
    func doctor() async throws {
        let found = await Finished.run("doctor", "--json")
        let members = try JSONValue(parsing: found.output.utf8).object
        #expect(members?["version"] == .string(Program.version))
        #expect(members?["passed"] == .bool(found.code == .success))
        #expect(members?["instructions"]?.string?.contains("avx2") == true)
    }
}
