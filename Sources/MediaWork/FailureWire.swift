// How failures cross the wire: a number for the case, then what it carries.

extension MediaFailure: Wired {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .unreadable(let code): Self.write(1, code, to: &wire)
        case .unsupportedFormat(let name):
            wire.byte(2)
            wire.text(name)
        case .unsupportedCodec(let name):
            wire.byte(3)
            wire.text(name)
        case .tooLarge(let what):
            wire.byte(4)
            wire.byte(what.rawValue)
        case .outsideMedia(let durationMs):
            wire.byte(5)
            wire.int(durationMs)
        case .nothingToUse(let type):
            wire.byte(6)
            wire.text(type.rawValue)
        case .doesNotFit(let title, let codec, let container):
            wire.byte(7)
            wire.text(title)
            wire.text(codec)
            wire.text(container)
        case .crashed(let signal): Self.write(8, signal, to: &wire)
        case .timedOut: wire.byte(9)
        case .cancelled: wire.byte(10)
        case .noSpace: wire.byte(11)
        case .misasked(let what):
            wire.byte(12)
            wire.text(what)
        case .unavailable(let code): Self.write(13, code, to: &wire)
        case .unwritable(let code): Self.write(14, code, to: &wire)
        case .violated: wire.byte(15)
        case .killed: wire.byte(16)
        case .cpuSpent: wire.byte(17)
        case .unlocked: wire.byte(18)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        switch try wire.byte() {
        case 1: self = .unreadable(code: try Self.code(&wire))
        case 2: self = .unsupportedFormat(try wire.text(max: 100))
        case 3: self = .unsupportedCodec(try wire.text(max: 100))
        case 4: self = .tooLarge(try wire.choice(Excess.self))
        case 5: self = .outsideMedia(durationMs: try wire.int(in: timelineMs))
        case 6: self = .nothingToUse(try wire.named(StreamType.self))
        case 7:
            let title = try wire.text(max: 1_000)
            let codec = try wire.text(max: 100)
            self = .doesNotFit(title: title, codec: codec, container: try wire.text(max: 100))
        case 8: self = .crashed(signal: try Self.code(&wire))
        case 9: self = .timedOut
        case 10: self = .cancelled
        case 11: self = .noSpace
        case 12: self = .misasked(try wire.text(max: 1_000))
        case 13: self = .unavailable(code: try Self.code(&wire))
        case 14: self = .unwritable(code: try Self.code(&wire))
        case 15: self = .violated
        case 16: self = .killed
        case 17: self = .cpuSpent
        case 18: self = .unlocked
        default: throw WireFault()
        }
    }

    private static func write(_ number: UInt8, _ code: Int32, to wire: inout WireWriter) {
        wire.byte(number)
        wire.int(Int(code))
    }

    private static func code(_ wire: inout WireReader) throws(WireFault) -> Int32 {
        Int32(try wire.int(in: Int(Int32.min)...Int(Int32.max)))
    }
}
