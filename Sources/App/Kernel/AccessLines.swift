import Domain
import HTTP
import JSON

/// The access log as it is written: one JSON object a line, in the shape of all other lines of the log.
enum AccessLines {
    static func bytes(of lines: [AccessLine]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.count * 256)
        var instant: (at: Int64, text: String) = (-1, "")
        var writer = JSONWriter(reserving: 512)
        for line in lines {
            if instant.at != line.at { instant = (line.at, Instant(milliseconds: line.at).text) }
            writer.clear()
            writer.object { writer in
                writer.field("time", instant.text)
                writer.field("level", "info")
                writer.field("message", "request")
                if !line.isComplete { writer.field("brokenOff", "true") }
                writer.field("bytes", String(line.bytes))
                writer.field("method", line.method)
                writer.field("ms", String(line.milliseconds))
                writer.field("path", line.path)
                writer.field("peer", line.peer)
                writer.field("requestId", line.request.text)
                writer.field("status", String(line.status))
            }
            bytes += writer.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
