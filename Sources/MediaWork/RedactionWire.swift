// How redactions cross the wire: no more than a clip can hold, and never beyond the picture.

private let mostRedactions = 1_000

extension ClipRedactions: Wired {
    package func write(to wire: inout WireWriter) {
        wire.list(sounds)
        wire.list(pictures)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        sounds = try wire.list(SoundRedaction.self, max: mostRedactions)
        pictures = try wire.list(PictureRedaction.self, max: mostRedactions)
    }
}

extension SoundRedaction: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(startMs)
        wire.int(endMs)
        wire.byte(party.rawValue)
        wire.byte(isBeep ? 1 : 0)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        startMs = try wire.int(in: timelineMs)
        endMs = try wire.int(in: timelineMs)
        party = try wire.choice(Party.self)
        let beep = try wire.byte()
        guard beep <= 1, startMs < endMs else { throw WireFault() }
        isBeep = beep == 1
    }
}

extension PictureRedaction: Wired {
    package func write(to wire: inout WireWriter) {
        for number in [startMs, endMs, input, x, y, width, height] { wire.int(number) }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        startMs = try wire.int(in: timelineMs)
        endMs = try wire.int(in: timelineMs)
        input = try wire.int(in: 0...WireMessage.maxDescriptors)
        x = try wire.int(in: 0...Self.whole)
        y = try wire.int(in: 0...Self.whole)
        width = try wire.int(in: 1...Self.whole)
        height = try wire.int(in: 1...Self.whole)
        guard startMs < endMs, x + width <= Self.whole, y + height <= Self.whole else { throw WireFault() }
    }
}
