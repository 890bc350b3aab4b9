import FielSuite

extension ProgressBar {
    /// Tells what happened in a run over a data set, and goes on.
    func show(_ event: ScoreRun.Event, _ console: Console) {
        switch event {
        case .failure(let error):
            clear()
            console.tell(error)
        case .renamed(let location, let id):
            clear()
            console.say("\(location): another sample has the same id; this one is called \(TextLayout.printable(id))")
        case .scored: break
        case .progress(let rows, let line):
            update(done: rows, position: line)
        }
    }
}
