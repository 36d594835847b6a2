// How requests cross the wire. The bounds are those of the product: a day of media, 16 inputs, a long transcript.

/// 24 hours and as much before zero, ms.
let timelineMs = -86_400_000...86_400_000
let pixelSizes = 16...1_000_000

extension MediaRequest: Wired {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .probe: wire.byte(1)
        case .glance: wire.byte(11)
        case .screen(let durationMs):
            wire.byte(10)
            wire.int(durationMs)
        case .peaks(let samples):
            wire.byte(2)
            wire.int(samples)
        case .levels(let silenceDb, let minMs):
            wire.byte(3)
            wire.double(silenceDb)
            wire.int(minMs)
        case .analyse(let samples, let silenceDb, let minMs):
            wire.byte(4)
            wire.int(samples)
            wire.double(silenceDb)
            wire.int(minMs)
        case .clip(let recipe):
            wire.byte(5)
            recipe.write(to: &wire)
        case .bundle(let recipe):
            wire.byte(6)
            recipe.write(to: &wire)
        case .index: wire.byte(7)
        case .poster: wire.byte(12)
        case .compose(let recipe):
            wire.byte(8)
            recipe.write(to: &wire)
        case .render(let recipe):
            wire.byte(9)
            recipe.write(to: &wire)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        switch try wire.byte() {
        case 1: self = .probe
        case 11: self = .glance
        case 10: self = .screen(durationMs: try wire.int(in: 0...timelineMs.upperBound))
        case 2: self = .peaks(samplesPerPixel: try wire.int(in: pixelSizes))
        case 3:
            let silenceDb = try wire.double()
            self = .levels(silenceDb: silenceDb, minMs: try wire.int(in: 0...timelineMs.upperBound))
        case 4:
            let samples = try wire.int(in: pixelSizes)
            let silenceDb = try wire.double()
            let minMs = try wire.int(in: 0...timelineMs.upperBound)
            self = .analyse(samplesPerPixel: samples, silenceDb: silenceDb, minMs: minMs)
        case 5: self = .clip(try ClipRecipe(from: &wire))
        case 6: self = .bundle(try BundleRecipe(from: &wire))
        case 7: self = .index
        case 12: self = .poster
        case 8: self = .compose(try BundleRecipe(from: &wire))
        case 9: self = .render(try RenderRecipe(from: &wire))
        default: throw WireFault()
        }
    }
}

extension ClipInput: Wired {
    package func write(to wire: inout WireWriter) {
        wire.byte(kind.rawValue)
        wire.int(offsetMs)
        wire.optional(party) { $0.byte($1.rawValue) }
        wire.optional(index) { $0.int($1) }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        kind = try wire.choice(ClipInputKind.self)
        offsetMs = try wire.int(in: timelineMs)
        party = try wire.optional { wire throws(WireFault) in try wire.choice(Party.self) }
        index = try wire.optional { wire throws(WireFault) in try wire.int(in: 0...WireMessage.maxDescriptors) }
    }
}

extension ClipLayout: Wired {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .grid: wire.byte(0)
        case .screen(let position):
            wire.byte(1)
            wire.int(position)
        case .none: wire.byte(2)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        switch try wire.byte() {
        case 0: self = .grid
        case 1: self = .screen(try wire.int(in: 0...WireMessage.maxDescriptors))
        case 2: self = .none
        default: throw WireFault()
        }
    }
}

extension Cue: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(startMs)
        wire.int(endMs)
        wire.text(text)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        startMs = try wire.int(in: timelineMs)
        endMs = try wire.int(in: timelineMs)
        text = try wire.text(max: 1 << 16)
    }
}

extension ClipRecipe: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(startMs)
        wire.int(endMs)
        wire.text(container.rawValue)
        wire.list(inputs)
        layout.write(to: &wire)
        wire.list(cues)
        redactions.write(to: &wire)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        startMs = try wire.int(in: timelineMs)
        endMs = try wire.int(in: timelineMs)
        container = try wire.named(Container.self)
        inputs = try wire.list(ClipInput.self, max: WireMessage.maxDescriptors)
        layout = try ClipLayout(from: &wire)
        cues = try wire.list(Cue.self, max: 100_000)
        redactions = try ClipRedactions(from: &wire)
    }
}

extension BundleInput: Wired {
    package func write(to wire: inout WireWriter) {
        wire.byte(kind.rawValue)
        wire.int(offsetMs)
        wire.text(title)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        kind = try wire.choice(ClipInputKind.self)
        offsetMs = try wire.int(in: timelineMs)
        title = try wire.text(max: 1_000)
    }
}

extension BundleRecipe: Wired {
    package func write(to wire: inout WireWriter) {
        wire.text(container.rawValue)
        wire.list(inputs)
        wire.list(cues)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        container = try wire.named(Container.self)
        inputs = try wire.list(BundleInput.self, max: WireMessage.maxDescriptors)
        cues = try wire.list(Cue.self, max: 100_000)
    }
}
