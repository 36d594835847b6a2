import App
import ArgumentParser
import Dispatch
import Domain
import Glibc
import JSON
import Synchronization

/// `earmark score`: forms and answers in, a line each; scores out, in order.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score filled forms, one JSON line each.",
        discussion: """
            Reads lines {"scorecard":{…},"answers":{…}} from standard input and writes a line of JSON for each, in
            order. A line that is wrong gives {"error":{"code","message"}}, and the rest go on.
            """)

    func run() throws {
        var lines = ScoreLines()
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw ScoreFailure(description: "Standard input cannot be read (error \(errno)).")
            }
            if count == 0 { break }
            lines.take(chunk[..<count])
            try put(lines.answers())
        }
        lines.end()
        try put(lines.answers())
    }

    private func put(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw ScoreFailure(description: "Standard output cannot be written (error \(errno)).")
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// Why scoring stopped, in a sentence.
struct ScoreFailure: Error, CustomStringConvertible {
    let description: String
}

/// Lines as they come in, and the answers to those that are whole.
private struct ScoreLines {
    /// The longest line that is read, bytes; a longer one is answered with an error.
    private static let longest = 16 << 20
    /// Lines a thread takes at a time.
    private static let block = 4
    private var begun: [UInt8] = []
    private var isTooLong = false
    private var whole: [Line] = []

    /// A line as it stood, or the word that it was too long.
    private enum Line {
        case bytes(ArraySlice<UInt8>)
        case tooLong
    }

    mutating func take(_ chunk: ArraySlice<UInt8>) {
        var rest = chunk
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            if begun.isEmpty, !isTooLong {
                whole.append(.bytes(rest[..<end]))
            } else {
                append(rest[..<end])
                finishLine()
            }
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    /// A last line may lack its line feed.
    mutating func end() {
        if !begun.isEmpty || isTooLong { finishLine() }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        isTooLong = isTooLong || begun.count + bytes.count > Self.longest
        if isTooLong { begun.removeAll() } else { begun += bytes }
    }

    private mutating func finishLine() {
        whole.append(isTooLong ? .tooLong : .bytes(begun[...]))
        begun = []
        isTooLong = false
    }

    /// The answers to the lines that came since, a line each and in order, worked out by all processors.
    mutating func answers() -> [UInt8] {
        let lines = whole
        whole = []
        let blocks = (lines.count + Self.block - 1) / Self.block
        guard blocks > 1 else { return Self.answers(to: lines[...]) }
        let parts = Mutex([[UInt8]](repeating: [], count: blocks))
        DispatchQueue.concurrentPerform(iterations: blocks) { index in
            let start = index * Self.block
            let part = Self.answers(to: lines[start..<min(start + Self.block, lines.count)])
            parts.withLock { $0[index] = part }
        }
        return parts.withLock { Array($0.joined()) }
    }

    private static func answers(to lines: ArraySlice<Line>) -> [UInt8] {
        var out: [UInt8] = []
        for line in lines {
            switch line {
            case .bytes(let bytes): out += scored(bytes)
            case .tooLong: out += error("line_too_long", "A line holds at most 16 MiB.")
            }
            out.append(UInt8(ascii: "\n"))
        }
        return out
    }

    private static func scored(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        do {
            var fields = try JSONFields(try JSONReader.read(bytes))
            let card = try ScorecardJSON.read(try fields.raw("scorecard"), pointer: "/scorecard")
            let choices = try ScoreJSON.choices(fields.value("answers"), pointer: "/answers")
            try fields.finish()
            var writer = JSONWriter(reserving: 512)
            ScoreJSON.write(try Scoring.score(card, choices: choices), to: &writer)
            return writer.bytes
        } catch let error as JSONError {
            return Self.error(error.code, error.sentence)
        } catch let error as FieldError {
            return Self.error(
                error.code, error.pointer.isEmpty ? error.sentence : "\(error.pointer): \(error.sentence)")
        } catch let refusal as Refusal {
            return Self.error(refusal.code, refusal.sentence)
        } catch {
            return Self.error("unexpected", "This line could not be scored.")
        }
    }

    private static func error(_ code: String, _ message: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field(
                "error",
                object: { writer in
                    writer.field("code", code)
                    writer.field("message", message)
                })
        }
        return writer.bytes
    }
}
