public import FielCore

/// Answers each line of a stream with a line, in order and as soon as the answer is known.
///
/// A line that cannot be used is answered with `{"error":{"code","message","line"}}`, so that the n-th line out belongs to
/// the n-th line in that is not blank.
public struct LineRun<Request: Sendable>: Sendable {
    /// Makes a request of a line.
    public typealias Decode = @Sendable (Line) throws(FielError) -> Request
    /// Answers requests together: one object a request, in order.
    public typealias Answer = @Sendable ([Request]) async throws(FielError) -> [@Sendable (inout JSONWriter) -> Void]

    /// The most lines that are answered together.
    public var batchLines = 256
    /// The bytes of input from which a batch is not filled any further; about 16,000 tokens.
    public var batchBytes = 1 << 16

    private let decode: Decode
    private let answer: Answer
    /// Whether blank lines are requests too.
    private let keepsBlankLines: Bool

    /// Joins the two halves of the work.
    public init(keepsBlankLines: Bool = false, decode: @escaping Decode, answer: @escaping Answer) {
        self.keepsBlankLines = keepsBlankLines
        self.decode = decode
        self.answer = answer
    }

    /// Answers every line.
    ///
    /// - Parameters:
    ///   - reader: the lines.
    ///   - output: receives the answers.
    ///   - isStopped: asked between batches; true ends the run there.
    ///   - report: receives the error of every line that cannot be used, in order.
    /// - Returns: how many lines were read and how many of them could not be used.
    /// - Throws: `FielError` where the lines cannot be read any further, answered or written.
    public func callAsFunction(
        _ reader: inout LineReader,
        to output: any ByteSink,
        isStopped: @Sendable () -> Bool = { false },
        report: (FielError) -> Void = { _ in }
    ) async throws(FielError) -> (lines: Int, failures: Int) {
        var counts = (lines: 0, failures: 0)
        while !isStopped() {
            let batch = try nextBatch(&reader)
            guard !batch.isEmpty else { break }
            var requests: [Request] = []
            for item in batch { if case .success(let request) = item { requests.append(request) } }
            var answers = try await answer(requests)[...]
            var bytes: [UInt8] = []
            for item in batch {
                switch item {
                case .success:
                    guard let answer = answers.popFirst() else {
                        throw FielError(
                            .internalError,
                            "a model gave \(requests.count - 1) answers or fewer to \(requests.count) lines"
                        )
                    }
                    bytes += ResultLine.line(answer)
                case .failure(let error):
                    counts.failures += 1
                    report(error)
                    bytes += ResultLine.bytes(error)
                }
            }
            counts.lines += batch.count
            try output.write(bytes)
        }
        return counts
    }

    /// Waits for one line and adds those that are there already.
    private func nextBatch(_ reader: inout LineReader) throws(FielError) -> [Result<Request, FielError>] {
        var batch: [Result<Request, FielError>] = []
        var size = 0
        while batch.count < batchLines && size < batchBytes {
            guard let line = try reader.next(waits: batch.isEmpty) else { break }
            if line.isBlank && !keepsBlankLines { continue }
            size += line.bytes.count
            do throws(FielError) {
                if let error = line.lengthError() { throw error }
                batch.append(.success(try decode(line)))
            } catch {
                batch.append(.failure(error.located(at: .init(file: reader.name, line: line.number))))
            }
        }
        return batch
    }
}
