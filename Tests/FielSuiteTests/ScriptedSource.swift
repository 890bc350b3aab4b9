import FielCore
import FielSuite
import Synchronization

/// Gives prepared pieces one after the other and can pretend that the producer is slow.
final class ScriptedSource: ByteSource {
    let name = "-"
    private let state: Mutex<(pieces: ArraySlice<String>, isReady: Bool)>

    init(_ pieces: [String]) {
        state = Mutex((pieces[...], true))
    }

    var isReady: Bool {
        get { state.withLock { $0.isReady } }
        set { state.withLock { $0.isReady = newValue } }
    }

    func read(atMost count: Int) -> [UInt8] {
        state.withLock { Array(($0.pieces.popFirst() ?? "").utf8) }
    }
}
