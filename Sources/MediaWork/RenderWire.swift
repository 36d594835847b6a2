// How a request for a rendition crosses the wire, and what is said of it.

/// Two recordings of a day, one beginning a day before the interaction and one a day after, in ms.
private let renditionMs = 0...(3 * timelineMs.upperBound)

extension RenderRecipe: Wired {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .sound(let lengthMs):
            wire.byte(1)
            wire.int(lengthMs)
        case .legs(let leftDelayMs, let rightDelayMs, let lengthMs):
            wire.byte(2)
            wire.int(leftDelayMs)
            wire.int(rightDelayMs)
            wire.int(lengthMs)
        case .screen(let lengthMs):
            wire.byte(3)
            wire.int(lengthMs)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        switch try wire.byte() {
        case 1: self = .sound(lengthMs: try wire.int(in: renditionMs))
        case 2:
            let leftDelayMs = try wire.int(in: renditionMs)
            let rightDelayMs = try wire.int(in: renditionMs)
            self = .legs(
                leftDelayMs: leftDelayMs, rightDelayMs: rightDelayMs, lengthMs: try wire.int(in: renditionMs))
        case 3: self = .screen(lengthMs: try wire.int(in: renditionMs))
        default: throw WireFault()
        }
    }
}

extension RenderReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(durationMs)
        wire.int(bytes)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        durationMs = try wire.int(in: renditionMs)
        bytes = try wire.int(in: 0...(1 << 50))
    }
}
