/// What goes over the socket between the server and the media child; one request, progress, and one end.
package enum WireMessage: Hashable, Sendable {
    /// To the child, its descriptors beside it: the inputs, then the outputs.
    case request(MediaRequest, inputs: Int, outputs: Int)
    /// From the child, 0...1.
    case progress(Double)
    case answer(MediaAnswer)
    case failure(MediaFailure)

    /// Bytes in front of each message: how many follow, 4 bytes little-endian.
    package static let headerBytes = 4
    /// The longest message; a waveform of 24 hours at 8 kHz, stereo, needs 11 MB.
    package static let maxBytes = 16 << 20
    /// Inputs and outputs of one request together; Linux passes 253 at most.
    package static let maxDescriptors = 16

    /// Header and message.
    package var framed: [UInt8] {
        var wire = WireWriter()
        write(to: &wire)
        let count = UInt32(wire.bytes.count)
        return (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * UInt32($0))) } + wire.bytes
    }

    /// How long the message behind this header is.
    package static func length(header: [UInt8]) throws(WireFault) -> Int {
        guard header.count == headerBytes else { throw WireFault() }
        let count = header.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        guard (1...maxBytes).contains(count) else { throw WireFault() }
        return count
    }
}

extension WireMessage: Wired {
    package func write(to wire: inout WireWriter) {
        switch self {
        case .request(let request, let inputs, let outputs):
            wire.byte(1)
            wire.int(inputs)
            wire.int(outputs)
            request.write(to: &wire)
        case .progress(let fraction):
            wire.byte(2)
            wire.double(fraction)
        case .answer(let answer):
            wire.byte(3)
            answer.write(to: &wire)
        case .failure(let failure):
            wire.byte(4)
            failure.write(to: &wire)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        switch try wire.byte() {
        case 1:
            let inputs = try wire.int(in: 0...Self.maxDescriptors)
            let outputs = try wire.int(in: 0...Self.maxDescriptors)
            self = .request(try MediaRequest(from: &wire), inputs: inputs, outputs: outputs)
        case 2:
            let fraction = try wire.double()
            guard (0...1).contains(fraction) else { throw WireFault() }
            self = .progress(fraction)
        case 3: self = .answer(try MediaAnswer(from: &wire))
        case 4: self = .failure(try MediaFailure(from: &wire))
        default: throw WireFault()
        }
    }
}
