/// Finds the name that somebody meant who wrote another.
public enum NearestName {
    /// The name with the fewest edits from the given word, where they are few: a third of its letters, at least one.
    public static func find(_ word: String, among known: [String]) -> String? {
        let word = Array(word.prefix(64))
        let ranked = known.map { ($0, editDistance(word, Array($0))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, word.count / 3) else { return nil }
        return best.0
    }

    /// Insertions, deletions, replacements and swaps of neighbours: the optimal string alignment distance.
    private static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var rows = [Array(0...right.count)]
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let replaced = rows[i][j] + (left[i] == right[j] ? 0 : 1)
                var best = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
                if i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
