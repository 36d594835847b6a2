import CFFmpeg
import MediaWork

/// The samples of a recording read from where its index says they lie; the recording itself is not parsed. One stream
/// at a time.
final class IndexedSamples {
    private let reader: IndexReader
    private let bytes: InputBytes
    private var stream: IndexedStream
    /// The block at hand and the next sample in it; nil where one is still to be loaded.
    private var number = 0
    private var samples: [IndexedSample]?
    private var place = 0
    private var window: ByteWindow

    /// `bytes`: the recording that was indexed; nil where it is another, or has no stream.
    init?(_ reader: IndexReader, _ bytes: InputBytes) {
        guard reader.index.fileBytes == Int(bytes.size), let first = reader.index.streams.first else { return nil }
        self.reader = reader
        self.bytes = bytes
        window = ByteWindow(bytes)
        stream = first
    }

    /// Where the recording's own timeline begins, µs on the container's timeline.
    var originUs: Int64 { Int64(reader.index.originUs) }

    /// From the first instant to the end of the last sample, µs.
    var durationUs: Int64 {
        let ends = reader.index.streams.filter { $0.samples > 0 && [.audio, .video].contains($0.parameters.type) }.map {
            av_rescale_q(Int64($0.end), $0.parameters.timeBase.rational, AVRational(num: 1, den: AV_TIME_BASE))
        }
        return max(0, (ends.max() ?? 0) - originUs)
    }

    /// Describes the streams as their parser did once; what is neither sound nor a picture keeps its number alone.
    func describe(_ context: UnsafeMutablePointer<AVFormatContext>) throws(MediaFailure) {
        for indexed in reader.index.streams {
            let stream = try AVCode.memory(avformat_new_stream(context, nil))
            let parameters = indexed.parameters
            guard parameters.type == .audio || parameters.type == .video,
                avcodec_descriptor_get_by_name(parameters.codec) != nil
            else {
                stream.pointee.codecpar.pointee.codec_type = AVMEDIA_TYPE_DATA
                continue
            }
            try parameters.describe(stream)
            try Limits.check(stream.pointee.codecpar.pointee)
        }
    }

    /// Reads this stream from here on; it stays where it is when it is read already.
    func want(_ number: Int) {
        guard reader.index.streams.indices.contains(number) else { return }
        let wanted = reader.index.streams[number]
        guard wanted.parameters.index != stream.parameters.index else { return }
        stream = wanted
        rewind()
    }

    func rewind() {
        number = 0
        place = 0
        samples = nil
    }

    /// To the last sample not decoded after `time` where decoding can start; to the first where there is none.
    func seek(to time: Int64) throws(MediaFailure) {
        let blocks = stream.blocks
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].firstDts <= Int(time) { low = middle + 1 } else { high = middle }
        }
        for candidate in (0..<low).reversed() where blocks[candidate].keyframes > 0 {
            let loaded = try candidate == number ? block() : reader.samples(blocks[candidate], of: stream)
            guard let found = loaded.lastIndex(where: { $0.isKeyframe && $0.dts <= Int(time) }) else { continue }
            (number, place, samples) = (candidate, found, loaded)
            return
        }
        rewind()
    }

    /// The next packet, as the demuxer gave it; false at the end, and where the recording has become shorter.
    func read(into packet: Packet) throws(MediaFailure) -> Bool {
        packet.forget()
        guard let sample = try next() else { return false }
        let raw = packet.raw
        try AVCode.reading(av_new_packet(raw, Int32(sample.size)))
        let buffer = UnsafeMutableRawBufferPointer(start: raw.pointee.data, count: sample.size)
        guard try window.fill(buffer, from: Int64(sample.position)) else {
            packet.forget()
            return false
        }
        raw.pointee.pts = Int64(sample.pts)
        raw.pointee.dts = Int64(sample.dts)
        raw.pointee.duration = Int64(sample.duration)
        raw.pointee.pos = Int64(sample.position)
        raw.pointee.stream_index = Int32(stream.parameters.index)
        raw.pointee.time_base = stream.parameters.timeBase.rational
        raw.pointee.flags = (sample.isKeyframe ? AV_PKT_FLAG_KEY : 0) | (sample.isHidden ? AV_PKT_FLAG_DISCARD : 0)
        if let trim = stream.trims.first(where: { $0.dts == sample.dts }) {
            try packet.cutOff(front: trim.front, back: trim.back)
        }
        return true
    }

    /// The samples of the block at hand.
    private func block() throws(MediaFailure) -> [IndexedSample] {
        if let samples { return samples }
        let loaded = try reader.samples(stream.blocks[number], of: stream)
        samples = loaded
        return loaded
    }

    private func next() throws(MediaFailure) -> IndexedSample? {
        while number < stream.blocks.count {
            let samples = try block()
            if place < samples.count {
                place += 1
                return samples[place - 1]
            }
            number += 1
            place = 0
            self.samples = nil
        }
        return nil
    }
}

extension IndexedStream {
    /// Its samples can be decoded from their bytes, times and description alone.
    var isReadable: Bool {
        let times = blocks.map(\.firstDts)
        return isPlain && samples > 0 && trims.count <= Self.mostTrims && Self.codecs.contains(parameters.codec)
            && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// Of others the tag or the state of a parser counts as well.
    private static let codecs: Set<String> = [
        "h264", "hevc", "vp8", "vp9", "av1", "opus", "aac", "vorbis", "mp3", "flac", "pcm_s16le", "pcm_s24le",
        "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_alaw", "pcm_mulaw", "gsm", "amr_nb", "amr_wb",
    ]
}
