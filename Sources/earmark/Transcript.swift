import App
import ArgumentParser
import Domain
import Glibc
import JSON

/// `earmark transcript FILE`: a transcript in any form it comes in, as JSON.
struct TranscriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcript", abstract: "Read a transcript (WebVTT, SRT, a service's JSON) and print its segments."
    )

    @Argument(help: "The file; “-” is standard input.")
    var file: String

    /// The largest transcript that is read, bytes.
    private static let largest = 256 << 20

    func run() throws {
        let transcript: Transcript
        do {
            transcript = try ReadTranscript.read(try bytes())
        } catch let refusal as Refusal {
            throw TranscriptFailure(description: refusal.sentence)
        }
        var writer = JSONWriter()
        TranscriptJSON.writeSegments(transcript, to: &writer)
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    private func bytes() throws -> [UInt8] {
        let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TranscriptFailure(description: "“\(file)” cannot be opened: \(reason()).") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw TranscriptFailure(description: "“\(file)” cannot be read: \(reason()).")
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= Self.largest else {
                throw TranscriptFailure(description: "“\(file)” is larger than any transcript (256 MiB).")
            }
        }
    }

    private func reason() -> String { String(cString: strerror(errno)) }
}

/// Why a transcript could not be printed, in a sentence.
struct TranscriptFailure: Error, CustomStringConvertible {
    let description: String
}
