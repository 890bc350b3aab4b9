/// Puts things that have anything in common into one set, and with them what has something in common with those.
struct SharedSources {
    /// The number of each thing's set: the place of the first of its things.
    let sets: [Int]

    /// - Parameter keys: what each thing has, such as its group and its text.
    init(_ keys: [[String]]) {
        var parents = Array(keys.indices)
        func root(_ place: Int) -> Int {
            var place = place
            while parents[place] != place {
                parents[place] = parents[parents[place]]
                place = parents[place]
            }
            return place
        }
        var owners: [String: Int] = [:]
        for (place, own) in keys.enumerated() {
            for key in own {
                guard let owner = owners[key] else {
                    owners[key] = place
                    continue
                }
                let (one, other) = (root(owner), root(place))
                parents[max(one, other)] = min(one, other)
            }
        }
        sets = keys.indices.map(root)
    }
}
