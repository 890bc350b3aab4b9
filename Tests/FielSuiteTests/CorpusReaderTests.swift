import FielCore
import FielRetrieval
import FielSuite
import Foundation
import Testing

@Suite("Corpus reader") struct CorpusReaderTests {
    /// A folder with the given files, gone when the closure returns.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fiel-corpus-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        try body(folder.path)
    }

    private func entries(_ paths: [String]) throws -> [CorpusEntry] {
        var reader = try CorpusReader(paths: paths)
        var entries: [CorpusEntry] = []
        while let entry = reader.next() { entries.append(entry) }
        return entries
    }

    @Test("a folder gives its documents in the order of names, each named after its path without the ending")
    func folder() throws {
        let files = [
            "b.md": "# Head\n\nText.", "a.txt": "# No head", "sub/c.markdown": "C", ".hidden.md": "no", "x.pdf": "%PDF",
            "rows.jsonl": "{\"id\":7,\"text\":\"seven\",\"title\":\"T\"}\n\n{\"text\":\"unnamed\"}\n",
            "table.csv": "id,text\nr,\"a \"\"quoted\"\"\nfield\"\n",
        ]
        try withFolder(files) { folder in
            let documents = try entries([folder]).map { try $0.document.get() }
            #expect(
                documents == [
                    Document(id: "a", text: "# No head"), Document(id: "b", text: "# Head\n\nText.", isMarkdown: true),
                    Document(id: "7", title: "T", text: "seven"), Document(id: "rows:line-3", text: "unnamed"),
                    Document(id: "sub/c", text: "C", isMarkdown: true),
                    Document(id: "r", text: "a \"quoted\"\nfield"),
                ]
            )
            #expect(try CorpusReader(paths: [folder]).skippedFiles == 1)
            let single = try entries(["\(folder)/sub/c.markdown"]).map { try $0.document.get().id }
            #expect(single == ["c"])
        }
    }

    @Test("a row or file that holds no document is told with its place, and the rest is read")
    func failures() throws {
        let files = [
            "a.jsonl": "{\"id\":\"1\",\"text\":3}\n[]\n{\"id\":\"2\"}\n{\"id\":\"3\",\"text\":\"ok\"}\n{",
            "b.txt": "nul\u{0}", "c.csv": "name\nx\n",
        ]
        try withFolder(files) { folder in
            let found = try entries([folder])
            let errors = found.compactMap { entry -> FielError? in
                if case .failure(let error) = entry.document { error } else { nil }
            }
            #expect(found.compactMap { try? $0.document.get().id } == ["3"])
            #expect(errors.map { $0.location?.line } == [1, 2, 3, 5, nil, 2])
            #expect(errors[0].message.contains("\"text\"") && errors[4].message.contains("binary"))
            #expect(errors.allSatisfy { $0.location?.file.hasPrefix(folder) == true })
        }
    }

    @Test("paths that give nothing are errors before anything is read")
    func paths() throws {
        try withFolder(["x.pdf": "%PDF", "y/.keep": ""]) { folder in
            for path in ["\(folder)/none", "\(folder)/x.pdf", "\(folder)/y", folder] {
                let error = #expect(throws: FielError.self) { try CorpusReader(paths: [path]) }
                #expect(error?.location?.file == path)
            }
        }
    }

    @Test("a link to a folder is not followed, so that a loop ends")
    func loop() throws {
        try withFolder(["a.txt": "A"]) { folder in
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/loop", withDestinationPath: folder)
            #expect(try entries([folder]).count == 1)
        }
    }
}
