import Domain
import JSON

/// How much of an interaction's recordings somebody has listened to.
struct Coverage: Sendable {
    let listening: Listening
    /// From where to where there is something to play; a recording may begin before the conversation does.
    let startMs: Int64
    let endMs: Int64

    var listenedMs: Int64 { listening.heardMs(from: startMs, to: endMs) }
    var totalMs: Int64 { endMs - startMs }
    /// To the nearest whole percent; nil when nothing was recorded.
    var percent: Int64? { totalMs > 0 ? (listenedMs * 100 + totalMs / 2) / totalMs : nil }

    func write(_ writer: inout JSONWriter) {
        writer.field(
            "ranges",
            array: { list in
                for stretch in listening.stretches {
                    list.object {
                        $0.field("startMs", stretch.startMs)
                        $0.field("endMs", stretch.endMs)
                    }
                }
            })
        writeShare(&writer)
    }

    /// How much, without which parts.
    func writeShare(_ writer: inout JSONWriter) {
        writer.field("listenedMs", listenedMs)
        writer.field("totalMs", totalMs)
        writer.field("percent", percent)
    }
}
