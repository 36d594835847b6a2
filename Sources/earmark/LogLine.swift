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
        var bytes = writer.bytes
        bytes.append(UInt8(ascii: "\n"))
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
