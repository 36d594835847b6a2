import Domain
import JSON

/// Screen capture metadata as JSON, in and out.
extension CaptureMetadata {
    init(reading fields: inout JSONFields) throws {
        var capture = CaptureMetadata()
        capture.monitorName = try fields.optionalString("monitorName", max: 1000)
        capture.x = try fields.optionalInt64("x")
        capture.y = try fields.optionalInt64("y")
        capture.width = try fields.optionalInt64("width")
        capture.height = try fields.optionalInt64("height")
        if let scale = try fields.optionalNumber("scale") {
            guard (0.1...10).contains(scale) else {
                throw Refusal.field("/capture/scale", "capture_outside", "The scale of a monitor is from 0.1 to 10.")
            }
            capture.scaleThousandths = Int64((scale * 1000).rounded())
        }
        capture.software = try fields.optionalString("software", max: 1000)
        capture.version = try fields.optionalString("version", max: 1000)
        capture.startedAt = try fields.optionalInstant("startedAt")?.milliseconds
        if fields.present("windows") != nil {
            capture.windows = try fields.objects("windows", max: 20_000) { window in
                ActiveWindow(
                    startMs: try window.int64("startMs"), application: try window.string("application", max: 1000),
                    title: try window.string("title", max: 4000))
            }
        }
        try fields.finish()
        self = try capture.checked()
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("monitorName", monitorName)
            writer.field("x", x)
            writer.field("y", y)
            writer.field("width", width)
            writer.field("height", height)
            writer.field("scale", scaleThousandths.map { Double($0) / 1000 })
            writer.field("software", software)
            writer.field("version", version)
            writer.field("startedAt", instant: startedAt)
            writer.field(
                "windows",
                array: { list in
                    for window in windows {
                        list.object {
                            $0.field("startMs", window.startMs)
                            $0.field("application", window.application)
                            $0.field("title", window.title)
                        }
                    }
                })
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
