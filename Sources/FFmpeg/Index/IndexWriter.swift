import CFFmpeg
import Glibc
import MediaWork

/// Writes the index of a recording while its packets go by; memory does not grow with the recording's length.
struct IndexWriter {
    private let source: Source
    private let descriptor: Int32
    private var streams: [StreamBlocks] = []
    private var position = SampleIndex.header.count

    init(_ source: Source, to descriptor: Int32) throws(MediaFailure) {
        self.source = source
        self.descriptor = descriptor
        for stream in source.streams { streams.append(StreamBlocks(StreamParameters(stream), source.bytes)) }
    }

    /// Reads the recording once from its start; gives how many samples it has.
    mutating func write(progress: (Double) -> Void) throws(MediaFailure) -> IndexReport {
        try put(SampleIndex.header, at: 0)
        let packet = try Packet()
        let origins = source.streams.map { source.origin(in: $0) }
        var seen = 0
        while try source.read(into: packet) {
            guard packet.stream < streams.count, packet.raw.pointee.size > 0 else { continue }
            streams[packet.stream].add(packet.raw.pointee, origin: origins[packet.stream])
            if streams[packet.stream].isFull { try flush(packet.stream) }
            seen += 1
            if seen & 1_023 == 0 { progress(source.bytes.fraction) }
        }
        for number in streams.indices { try flush(number) }
        let index = SampleIndex(
            container: String(cString: source.context.pointee.iformat.pointee.name),
            fileBytes: Int(source.bytes.size), originUs: Int(source.originUs), streams: streams.map(\.stream))
        var wire = WireWriter()
        index.write(to: &wire)
        wire.int(position)
        try put(wire.bytes + SampleIndex.trailer, at: position)
        progress(1)
        return IndexReport(
            samples: seen, bytes: position + wire.bytes.count + SampleIndex.trailer.count,
            isPlain: index.streams.allSatisfy(\.isPlain))
    }

    private mutating func flush(_ number: Int) throws(MediaFailure) {
        guard let bytes = streams[number].take(at: position) else { return }
        try put(bytes, at: position)
        position += bytes.count
    }

    private func put(_ bytes: [UInt8], at offset: Int) throws(MediaFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, off_t(offset + written))
            }
            guard count > 0 else { throw errno == ENOSPC ? .noSpace : .unwritable(code: -errno) }
            written += count
        }
    }
}

/// The samples of one stream on their way into blocks.
///
/// A sample is five numbers of seven bits a byte: size, whether it is hidden and whether it is a keyframe in one; then the
/// decoding time and the duration by what they differ from what the one before made likely; the presentation time by its
/// distance from the decoding time; the position by its distance from the end of the one before. Each block starts afresh.
private struct StreamBlocks {
    private(set) var stream: IndexedStream
    private var places: PacketPlaces
    private var bytes: [UInt8] = []
    private var block = SampleBlock(offset: 0, length: 0, samples: 0, firstDts: 0, firstPts: .max, keyframes: 0)
    private var before = IndexedSample(dts: 0, pts: 0, duration: 0, size: 0, position: 0, isKeyframe: false)
    private var nextDts = 0
    private var end: Int?

    init(_ parameters: StreamParameters, _ file: InputBytes) {
        stream = IndexedStream(parameters: parameters)
        places = PacketPlaces(file)
    }

    var isFull: Bool { block.samples == SampleIndex.blockSamples }

    mutating func add(_ packet: AVPacket, origin: Int) {
        var dts = packet.dts != EARMARK_NOPTS ? Int(packet.dts) : Int(packet.pts)
        if packet.dts == EARMARK_NOPTS, packet.pts == EARMARK_NOPTS { dts = nextDts }
        dts = min(max(dts, -(1 << 59)), 1 << 59)
        let pts = packet.pts != EARMARK_NOPTS ? min(max(Int(packet.pts), -(1 << 59)), 1 << 59) : dts
        let duration = min(max(0, Int(packet.duration)), 1 << 40)
        var place: Int64?
        if stream.isPlain {
            place = places.find(packet)
            stream.isPlain = place != nil && packet.flags & AV_PKT_FLAG_CORRUPT == 0 && !packet.changesParameters
        }
        let sample = IndexedSample(
            dts: dts, pts: pts, duration: duration, size: Int(packet.size), position: Int(place ?? max(-1, packet.pos)),
            isKeyframe: packet.flags & AV_PKT_FLAG_KEY != 0, isHidden: packet.flags & AV_PKT_FLAG_DISCARD != 0)
        nextDts = dts + max(1, duration)
        if let (front, back) = packet.trim, stream.trims.count <= IndexedStream.mostTrims {
            stream.trims.append(SampleTrim(dts: dts, front: front, back: back))
        }
        encode(sample)
        note(sample, origin: origin)
    }

    /// The block's bytes, which begin at `offset` of the index; nil when there are none.
    mutating func take(at offset: Int) -> [UInt8]? {
        guard block.samples > 0 else { return nil }
        block.offset = offset
        block.length = bytes.count
        stream.blocks.append(block)
        defer {
            bytes.removeAll(keepingCapacity: true)
            block = SampleBlock(offset: 0, length: 0, samples: 0, firstDts: 0, firstPts: .max, keyframes: 0)
            before = IndexedSample(dts: 0, pts: 0, duration: 0, size: 0, position: 0, isKeyframe: false)
        }
        return bytes
    }

    private mutating func note(_ sample: IndexedSample, origin: Int) {
        if block.samples == 0 { block.firstDts = sample.dts }
        block.firstPts = min(block.firstPts, sample.pts)
        block.samples += 1
        if sample.isKeyframe { block.keyframes += 1 }
        stream.samples += 1
        stream.bytes += sample.size
        guard !sample.isHidden, sample.pts + sample.duration > origin else { return }
        let from = max(sample.pts, origin)
        stream.start = end == nil ? from : min(stream.start, from)
        stream.end = max(end ?? .min, sample.pts + sample.duration)
        end = stream.end
    }

    private mutating func encode(_ sample: IndexedSample) {
        put(UInt64(sample.size) << 2 | (sample.isHidden ? 2 : 0) | (sample.isKeyframe ? 1 : 0))
        putSigned(sample.dts - (before.dts + before.duration))
        putSigned(sample.duration - before.duration)
        putSigned(sample.pts - sample.dts)
        putSigned(sample.position - (before.position + before.size))
        before = sample
    }

    private mutating func putSigned(_ value: Int) { put(UInt64(bitPattern: Int64(value << 1 ^ value >> 63))) }

    private mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension AVPacket {
    /// From here on another header than the stream's own is needed to decode.
    fileprivate var changesParameters: Bool {
        (0..<Int(side_data_elems)).contains {
            side_data[$0].type == AV_PKT_DATA_NEW_EXTRADATA || side_data[$0].type == AV_PKT_DATA_PARAM_CHANGE
                || side_data[$0].type == AV_PKT_DATA_ENCRYPTION_INFO
        }
    }
}
