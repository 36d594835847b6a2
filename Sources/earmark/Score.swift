import App
import ArgumentParser
import Domain
import Glibc
import JSON

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
    private var line: [UInt8] = []
    private var isTooLong = false
    private var out: [UInt8] = []

    mutating func take(_ chunk: ArraySlice<UInt8>) {
        var rest = chunk
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            if line.isEmpty, !isTooLong {
                answer(rest[..<end])
            } else {
                append(rest[..<end])
                answerLine()
            }
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    /// A last line may lack its line feed.
    mutating func end() {
        if !line.isEmpty || isTooLong { answerLine() }
    }

    /// What is to be written, handed over once.
    mutating func answers() -> [UInt8] {
        let answers = out
        out.removeAll(keepingCapacity: true)
        return answers
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        isTooLong = isTooLong || line.count + bytes.count > Self.longest
        if isTooLong { line.removeAll() } else { line += bytes }
    }

    private mutating func answerLine() {
        if isTooLong {
            put(Self.error("line_too_long", "A line holds at most 16 MiB."))
        } else {
            answer(line[...])
        }
        line.removeAll(keepingCapacity: true)
        isTooLong = false
    }

    private mutating func answer(_ bytes: ArraySlice<UInt8>) {
        put(Self.scored(bytes))
    }

    private mutating func put(_ json: [UInt8]) {
        out += json
        out.append(UInt8(ascii: "\n"))
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
