import Domain
import Foundation
import Glibc
import JSON
import Logging

/// One line of the log: time, level, message and whatever belongs to it.
enum LogLine {
    static func write(level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("time", Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).text)
            writer.field("level", level.rawValue)
            writer.field("message", message.description)
            for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { writer.field(name, value.description) }
        }
        write(writer.bytes + [UInt8(ascii: "\n")])
    }

    /// Writes whole lines.
    @Sendable static func write(_ lines: [UInt8]) {
        var sent = 0
        while sent < lines.count {
            let count = lines.withUnsafeBytes { Glibc.write(2, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }
}
