import FielCore

/// Sorts the rows of results files into configurations.
struct ConfigurationGroups {
    struct Group {
        var name: String?
        var rows: [ReportConfiguration.Row] = []
        var failures = 0
    }

    private struct Key: Hashable {
        var file: String
        var configuration: String?
    }

    private var groups: [Group] = []
    private var places: [Key: Int] = [:]
    private var names: [Key: String] = [:]
    private let files: [RecordedResults]

    /// Names the configurations.
    ///
    /// A configuration is called as its lines say. Of several files, those of lines that say nothing are called after their
    /// file; a name that two files share gets the file's after it.
    init(_ files: [RecordedResults]) {
        self.files = files
        guard files.count > 1 else { return }
        var owners: [String: Set<String>] = [:]
        let keys = Set(
            files.flatMap { file in file.rows.map { Key(file: file.path, configuration: $0.configuration) } }
        )
        for key in keys { owners[Self.shortName(key), default: []].insert(key.file) }
        for key in keys {
            let short = Self.shortName(key)
            let isShared = (owners[short]?.count ?? 0) > 1
            names[key] = isShared ? key.configuration.map { "\($0) (\(key.file))" } ?? key.file : short
        }
    }

    /// The configuration, or the name of the file without its folder and ending.
    private static func shortName(_ key: Key) -> String {
        if let configuration = key.configuration { return configuration }
        let name = key.file.split(separator: "/").last.map(String.init) ?? key.file
        return name.split(separator: ".").first.map(String.init) ?? name
    }

    /// Adds a row of a file.
    mutating func add(_ row: ReportConfiguration.Row, of file: String) {
        let key = Key(file: file, configuration: row.record.configuration)
        let place = places[key] ?? groups.count
        if place == groups.count {
            places[key] = place
            let failures = files.filter { $0.path == file }.reduce(0) { $0 + $1.failures }
            groups.append(Group(name: names[key] ?? key.configuration, failures: failures))
        }
        groups[place].rows.append(row)
    }

    /// The configurations in the order of their first rows; one without rows where there is none.
    var all: [Group] {
        groups.isEmpty ? [Group(failures: files.reduce(0) { $0 + $1.failures })] : groups
    }
}
