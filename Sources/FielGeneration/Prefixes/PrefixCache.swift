import Synchronization

/// What a model has read of the beginnings of prompts, so that it is not read again.
///
/// It holds a bounded number of tokens and forgets what has not been used for the longest time. Safe to share.
public final class PrefixCache<Context: Sendable>: Sendable {
    private struct Entry {
        var tokens: [Int32]
        var context: Context
        var lastUse: Int
    }

    private struct Store {
        var entries: [Entry] = []
        var clock = 0
    }

    /// The most tokens that the kept prefixes may have together.
    public let capacity: Int
    private let store = Mutex(Store())

    /// Makes an empty cache.
    ///
    /// - Parameter capacity: the most tokens of all prefixes together; a token that two prefixes share counts twice.
    public init(capacity: Int = 16_384) {
        self.capacity = max(0, capacity)
    }

    /// The number of tokens of all prefixes together.
    public var tokenCount: Int { store.withLock { $0.entries.reduce(0) { $0 + $1.tokens.count } } }

    /// Forgets everything.
    public func removeAll() { store.withLock { $0.entries = [] } }

    /// The longest kept prefix of the given tokens.
    func longest(of tokens: ArraySlice<Int32>) -> (context: Context, count: Int)? {
        store.withLock { store in
            let fitting = store.entries.indices.filter { tokens.starts(with: store.entries[$0].tokens) }
            guard let best = fitting.max(by: { store.entries[$0].tokens.count < store.entries[$1].tokens.count })
            else { return nil }
            store.clock += 1
            store.entries[best].lastUse = store.clock
            return (store.entries[best].context, store.entries[best].tokens.count)
        }
    }

    /// Keeps what has been read of some tokens, and makes room for it.
    func insert(_ context: Context, for tokens: ArraySlice<Int32>) {
        guard !tokens.isEmpty && tokens.count <= capacity else { return }
        store.withLock { store in
            store.clock += 1
            store.entries.removeAll { $0.tokens.elementsEqual(tokens) }
            var total = tokens.count + store.entries.reduce(0) { $0 + $1.tokens.count }
            while total > capacity,
                let oldest = store.entries.indices.min(by: { left, right in
                    store.entries[left].lastUse < store.entries[right].lastUse
                })
            {
                total -= store.entries.remove(at: oldest).tokens.count
            }
            store.entries.append(Entry(tokens: Array(tokens), context: context, lastUse: store.clock))
        }
    }
}
