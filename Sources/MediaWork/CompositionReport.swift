/// A bundle that was planned but not written: a head in memory, then stretches of the recordings as they are.
package struct CompositionReport: Hashable, Sendable {
    package var header: [UInt8]
    package var segments: [CompositionSegment]
    package var durationMs: Int
    package var streams: [BundleStream]

    /// What fits into a message beside the rest.
    package static let mostHeaderBytes = 15 << 20
    /// With the header, no more pieces than one answer may have.
    package static let mostSegments = 999

    package init(header: [UInt8], segments: [CompositionSegment], durationMs: Int, streams: [BundleStream]) {
        self.header = header
        self.segments = segments
        self.durationMs = durationMs
        self.streams = streams
    }
}

/// A stretch of one recording, by the recording's place among the recipe's inputs; bytes.
package struct CompositionSegment: Hashable, Sendable {
    package var input: Int
    package var offset: Int
    package var length: Int

    package init(input: Int, offset: Int, length: Int) {
        self.input = input
        self.offset = offset
        self.length = length
    }
}

private let fileSizes = 0...(1 << 50)

extension CompositionReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.bytes(header)
        wire.list(segments)
        wire.int(durationMs)
        wire.list(streams)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        header = try wire.bytes(max: Self.mostHeaderBytes)
        segments = try wire.list(CompositionSegment.self, max: Self.mostSegments)
        durationMs = try wire.int(in: 0...(3 * timelineMs.upperBound))
        streams = try wire.list(BundleStream.self, max: 64)
    }
}

extension CompositionSegment: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(input)
        wire.int(offset)
        wire.int(length)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        input = try wire.int(in: 0...(WireMessage.maxDescriptors - 1))
        offset = try wire.int(in: fileSizes)
        length = try wire.int(in: fileSizes)
    }
}
