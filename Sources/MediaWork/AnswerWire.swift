// How answers cross the wire. They come from a child that a hostile file may have taken over: every bound counts.

/// Nothing measured is longer than a day and a bit, ms.
let lengthMs = 0...90_000_000
private let byteCount = 0...(1 << 50)

extension MediaAnswer: Wired {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .probe(let report):
            wire.byte(1)
            report.write(to: &wire)
        case .peaks(let report):
            wire.byte(2)
            report.write(to: &wire)
        case .levels(let report):
            wire.byte(3)
            report.write(to: &wire)
        case .analysis(let report):
            wire.byte(4)
            report.write(to: &wire)
        case .screen(let report):
            wire.byte(10)
            report.write(to: &wire)
        case .clip(let report):
            wire.byte(5)
            report.write(to: &wire)
        case .poster(let report):
            wire.byte(11)
            report.write(to: &wire)
        case .bundle(let report):
            wire.byte(6)
            report.write(to: &wire)
        case .index(let report):
            wire.byte(7)
            report.write(to: &wire)
        case .composition(let report):
            wire.byte(8)
            report.write(to: &wire)
        case .render(let report):
            wire.byte(9)
            report.write(to: &wire)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        switch try wire.byte() {
        case 1: self = .probe(try ProbeReport(from: &wire))
        case 2: self = .peaks(try PeaksReport(from: &wire))
        case 3: self = .levels(try LevelsReport(from: &wire))
        case 4: self = .analysis(try AnalysisReport(from: &wire))
        case 10: self = .screen(try ScreenReport(from: &wire))
        case 5: self = .clip(try ClipReport(from: &wire))
        case 11: self = .poster(try PosterReport(from: &wire))
        case 6: self = .bundle(try BundleReport(from: &wire))
        case 7: self = .index(try IndexReport(from: &wire))
        case 8: self = .composition(try CompositionReport(from: &wire))
        case 9: self = .render(try RenderReport(from: &wire))
        default: throw WireFault()
        }
    }
}

extension StreamReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(index)
        wire.text(type.rawValue)
        wire.text(codec)
        wire.optional(width) { $0.int($1) }
        wire.optional(height) { $0.int($1) }
        wire.optional(frameRate) { $0.double($1) }
        wire.optional(sampleRate) { $0.int($1) }
        wire.optional(channels) { $0.int($1) }
        wire.optional(pixelFormat) { $0.text($1) }
        wire.int(durationMs)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        index = try wire.int(in: 0...31)
        type = try wire.named(StreamType.self)
        codec = try wire.text(max: 100)
        width = try wire.optional { wire throws(WireFault) in try wire.int(in: 0...8_192) }
        height = try wire.optional { wire throws(WireFault) in try wire.int(in: 0...8_192) }
        frameRate = try wire.optional { wire throws(WireFault) in try wire.double() }
        sampleRate = try wire.optional { wire throws(WireFault) in try wire.int(in: 0...192_000) }
        channels = try wire.optional { wire throws(WireFault) in try wire.int(in: 0...8) }
        pixelFormat = try wire.optional { wire throws(WireFault) in try wire.text(max: 40) }
        durationMs = try wire.int(in: lengthMs)
    }
}

extension Health: Wired {
    package func write(to wire: inout WireWriter) {
        wire.text(code.rawValue)
        wire.text(message)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        code = try wire.named(HealthCode.self)
        message = try wire.text(max: 1_000)
    }
}

extension ProbeReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.text(container)
        wire.int(durationMs)
        wire.list(streams)
        wire.list(health)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        container = try wire.text(max: 100)
        durationMs = try wire.int(in: lengthMs)
        streams = try wire.list(StreamReport.self, max: 32)
        health = try wire.list(Health.self, max: 100)
    }
}

extension PeaksReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(sampleRate)
        wire.int(samplesPerPixel)
        wire.int(channels)
        wire.int(length)
        wire.bytes(dat)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        sampleRate = try wire.int(in: 1...192_000)
        samplesPerPixel = try wire.int(in: pixelSizes)
        channels = try wire.int(in: 1...8)
        length = try wire.int(in: 0...WireMessage.maxBytes)
        dat = try wire.bytes(max: WireMessage.maxBytes)
        guard dat.count == Self.headerBytes + 2 * channels * length else { throw WireFault() }
    }

    /// The header of audiowaveform's version 2.
    package static let headerBytes = 24
}

extension TimeRange: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(startMs)
        wire.int(endMs)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        startMs = try wire.int(in: lengthMs)
        endMs = try wire.int(in: startMs...lengthMs.upperBound)
    }
}

extension ClipReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(startMs)
        wire.int(endMs)
        wire.int(durationMs)
        wire.int(bytes)
        wire.int(reencodedFrames)
        wire.int(copiedPackets)
        wire.optional(captions) { $0.text($1) }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        startMs = try wire.int(in: timelineMs)
        endMs = try wire.int(in: timelineMs)
        durationMs = try wire.int(in: lengthMs)
        bytes = try wire.int(in: byteCount)
        reencodedFrames = try wire.int(in: byteCount)
        copiedPackets = try wire.int(in: byteCount)
        captions = try wire.optional { wire throws(WireFault) in try wire.text(max: WireMessage.maxBytes) }
    }
}

extension PosterReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(width)
        wire.int(height)
        wire.int(bytes)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        width = try wire.int(in: 1...8_192)
        height = try wire.int(in: 1...8_192)
        bytes = try wire.int(in: 1...(64 << 20))
    }
}

extension BundleStream: Wired {
    package func write(to wire: inout WireWriter) {
        wire.text(type.rawValue)
        wire.text(codec)
        wire.text(title)
        wire.int(offsetMs)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        type = try wire.named(StreamType.self)
        codec = try wire.text(max: 100)
        title = try wire.text(max: 1_000)
        offsetMs = try wire.int(in: 0...(2 * timelineMs.upperBound))
    }
}

extension BundleReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.text(container)
        wire.int(durationMs)
        wire.int(bytes)
        wire.int(copiedPackets)
        wire.list(streams)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        container = try wire.text(max: 100)
        durationMs = try wire.int(in: 0...(3 * timelineMs.upperBound))
        bytes = try wire.int(in: byteCount)
        copiedPackets = try wire.int(in: byteCount)
        streams = try wire.list(BundleStream.self, max: 64)
    }
}

extension IndexReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(samples)
        wire.int(bytes)
        wire.byte(isPlain ? 1 : 0)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        samples = try wire.int(in: byteCount)
        bytes = try wire.int(in: byteCount)
        isPlain = try wire.flag()
    }
}
