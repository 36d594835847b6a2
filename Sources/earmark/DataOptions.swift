import App
import ArgumentParser
import Foundation
import Logging

/// Where the data are: the same for every command that touches them.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: "The data directory (default: EARMARK_DATA, else ./data).")
    var data: String?

    var directory: String {
        data ?? ProcessInfo.processInfo.environment["EARMARK_DATA"] ?? "./data"
    }
}

/// Files that stand beside the running program, wherever it was started from.
enum Installed {
    /// The directory of the executable itself.
    static var directory: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    static var mediaProgram: String { directory.appendingPathComponent("earmark-media").path }

    /// The browser's side: `static` beside the program, or in a directory above it (a checkout's build folder).
    static func staticFiles() -> String? { find("static", with: "index.html") }

    /// The recordings the demo account is made of.
    static func mediaFixtures() -> String? { find("media-fixtures", with: "demo.json") }

    private static func find(_ name: String, with file: String) -> String? {
        var folder = directory
        for _ in 0..<6 {
            let candidate = folder.appendingPathComponent(name)
            if FileManager.default.fileExists(atPath: candidate.appendingPathComponent(file).path) {
                return candidate.path
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}

/// Ends a command with its one sentence on stderr and exit status 1.
struct Refused: Error, CustomStringConvertible {
    let description: String
}

/// Log lines as JSON objects, one a line, on stderr.
enum LogLines {
    static func start(level: Logger.Level) {
        LoggingSystem.bootstrap { _ in JSONLogHandler(logLevel: level) }
    }
}

/// Writes a log line as one JSON object.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        LogLine.write(
            level: event.level, message: event.message,
            metadata: metadata.merging(event.metadata ?? [:]) { $1 })
    }
}
