import ArgumentParser
import Glibc
import JSON
import MediaWork
import Sandbox

/// A failure of media work as the command line tells it.
struct MediaRefusal: Error, CustomStringConvertible {
    let description: String
}

/// One piece of work in the child that stands beside this executable.
enum MediaChild {
    /// The child answered something else than it was asked.
    static var odd: MediaRefusal { MediaRefusal(description: MediaFailure.unavailable(code: EPROTO).sentence) }

    static func run(_ request: MediaRequest, inputs: [InputFile], output: OutputFile? = nil) throws -> MediaAnswer {
        let pool = MediaPool(program: try program(), size: 1)
        defer { pool.stop() }
        let isWatched = isatty(STDERR_FILENO) == 1
        do {
            let answer = try pool.run(
                request, inputs: inputs.map(\.descriptor), outputs: output.map { [$0.descriptor] } ?? [],
                priority: .person,
                progress: { fraction in if isWatched { show(fraction) } })
            if isWatched { write("\r\u{1b}[K") }
            return answer
        } catch {
            throw MediaRefusal(description: error.sentence)
        }
    }

    /// One JSON object on standard output.
    static func print(_ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        body(&writer)
        Swift.print(String(decoding: writer.bytes, as: UTF8.self))
    }

    static func check(screens: Int) throws {
        guard screens <= 4 else { throw ValidationError("At most four screens can be given.") }
    }

    /// `earmark-media` beside this executable.
    static func program() throws -> String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else {
            throw FileRefusal("earmark", "cannot find itself")
        }
        let own = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/earmark-media"
    }

    private static func show(_ fraction: Double) { write("\r\(Int(fraction * 100))%") }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
