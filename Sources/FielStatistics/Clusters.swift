/// Numbers for named clusters, as the intervals and tests take them.
public enum Clusters {
    /// The number of each thing's cluster, from 0 by first appearance; a thing without a name is a cluster of its own.
    ///
    /// - Parameter names: the name of each thing's cluster, or nil.
    public static func numbers<Name: Hashable>(of names: [Name?]) -> [Int] {
        var (known, count): ([Name: Int], Int) = ([:], 0)
        return names.map { name in
            if let name, let number = known[name] { return number }
            if let name { known[name] = count }
            count += 1
            return count - 1
        }
    }
}
