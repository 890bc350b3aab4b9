public import FielCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files that `fiel init` writes: a suite with comments, and answers for it to score.
public enum StarterSuite {
    /// The names of the files.
    public static var names: [String] { files.map(\.name) }

    /// Writes the files into a folder, which is made where it is missing.
    ///
    /// - Throws: `FielError` where one of them is there already, before any is written.
    public static func write(to folder: String) throws(FielError) {
        for (name, _) in files where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            throw FielError(
                .invalidArgument,
                "is there already, and is not replaced",
                hint: "name another folder",
                at: .init(file: "\(folder)/\(name)")
            )
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw FielError(.unreadableFile, "the folder cannot be made", at: .init(file: folder))
        }
        for (name, text) in files {
            let file = try ResultFile(path: "\(folder)/\(name)")
            try file.write(Array(text.utf8))
            try file.commit()
        }
    }

    private static let files = [("answers.jsonl", answers), ("suite.json5", suite)].map { (name: $0, text: $1) }

    private static let suite = """
        // A suite for fiel run. It is JSON with comments; "fiel suite schema" prints a schema for editors.
        {
          name: "starter",

          // Answers that are there already. To have questions answered instead, put in its place:
          //   corpus: "docs/",                         // .txt, .md, .jsonl, .csv
          //   questions: "questions.jsonl",            // {"id", "question", "reference"}
          //   configurations: {                        // every combination of the arrays
          //     strategy: ["zero-shot", "rag-concat", "rag-sequence", "rag-token"],
          //     retriever: {mode: "hybrid"},
          //     topK: [3, 5],
          //     decoding: {maxTokens: 64},
          //   },
          //   baseline: "zero-shot",                   // the configuration that the others are compared with
          dataset: "answers.jsonl",

          // What is measured: those below unless given. "all" for every metric.
          metrics: ["context_relevance", "groundedness", "answer_relevance", "hallucination"],

          // What must hold; otherwise fiel run ends with exit code 1. On labelled answers 6 % of the faithful ones and 42 % of
          // the others have a hallucination above 0.8, and 28 % and 79 % one above 0.5 (results/calibration.md of the package):
          // a share far beyond the first figure says that something is wrong.
          gates: [
            "groundedness.mean >= 0.4",
            "hallucination.share(> 0.8) <= 0.4",
            "failures == 0",
          ],

          // Reports, in the folder of the results.
          outputs: {html: "report.html", junit: "junit.xml", markdown: "report.md"},
        }

        """

    private static let answers = """
        {"id":"opening","question":"When was the Golden Gate Bridge opened?","contexts":["The Golden Gate Bridge opened to \
        traffic on 28 May 1937."],"answer":"It was opened on 28 May 1937."}
        {"id":"colour","question":"What colour is the Golden Gate Bridge?","contexts":["The bridge is painted in \
        International Orange."],"answer":"The bridge is painted in International Orange."}
        {"id":"wrong-year","question":"When was the Golden Gate Bridge opened?","contexts":["The Golden Gate Bridge opened \
        to traffic on 28 May 1937."],"answer":"It was opened in 1936 and cost 35 million dollars."}

        """
}
