// How what was seen crosses the wire.

extension ThumbnailSheet: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(width)
        wire.int(height)
        wire.int(columns)
        wire.int(timesMs.count)
        for time in timesMs { wire.int(time) }
        wire.int(bytes)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        width = try wire.int(in: 1...1_000)
        height = try wire.int(in: 1...1_000)
        columns = try wire.int(in: 1...100)
        timesMs = []
        for _ in 0..<(try wire.int(in: 1...100)) { timesMs.append(try wire.int(in: lengthMs)) }
        bytes = try wire.int(in: 1...(64 << 20))
    }
}

extension ScreenReport: Wired {
    package func write(to wire: inout WireWriter) {
        thumbnails.write(to: &wire)
        wire.int(activity.stepMs)
        wire.bytes(activity.values)
        wire.list(blacks)
        wire.list(stills)
        wire.list(health)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        thumbnails = try ThumbnailSheet(from: &wire)
        let stepMs = try wire.int(in: 1...lengthMs.upperBound)
        activity = ActivityStrip(stepMs: stepMs, values: try wire.bytes(max: 1_000))
        guard activity.values.allSatisfy({ $0 <= 100 }) else { throw WireFault() }
        blacks = try wire.list(TimeRange.self, max: 100_000)
        stills = try wire.list(TimeRange.self, max: 100_000)
        health = try wire.list(Health.self, max: 100)
    }
}
