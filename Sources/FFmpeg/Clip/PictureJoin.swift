import CFFmpeg
import MediaWork

/// How pictures encoded anew are joined to copied ones of the same codec.
///
/// H.264: one configuration record with the parameter sets of both. VP8, VP9 and AV1 begin anew with every keyframe.
struct PictureJoin {
    /// FFmpeg's name of the encoder for what is encoded anew.
    let encoder: String
    let codec: AVCodecID
    private let profile: Int32
    private let parameters: H264Parameters?

    /// Nil where the pictures of a stream cannot stand in a container as they are, or not beside ones of ours.
    init?(_ stream: UnsafeMutablePointer<AVStream>, container: Container) {
        let described = stream.pointee.codecpar.pointee
        guard described.width % 2 == 0, described.height % 2 == 0, described.width > 0, described.height > 0,
            [AV_FIELD_UNKNOWN, AV_FIELD_PROGRESSIVE].contains(described.field_order)
        else { return nil }
        // How a picture is to be turned is written down in MP4 alone.
        guard container == .mp4 || PictureTurn(of: stream).isNone else { return nil }
        // What our encoders make; of other forms of a picture browsers show few.
        let format = AVPixelFormat(described.format)
        codec = described.codec_id
        profile = described.profile
        switch (codec, container) {
        case (AV_CODEC_ID_H264, .mp4), (AV_CODEC_ID_H264, .mkv):
            guard format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P,
                let found = H264Parameters(
                    UnsafeBufferPointer(start: described.extradata, count: Int(described.extradata_size))),
                found.freeNumber != nil
            else { return nil }
            parameters = found
            encoder = "libx264"
        case (AV_CODEC_ID_VP8, .webm), (AV_CODEC_ID_VP8, .mkv): (parameters, encoder) = (nil, "libvpx")
        case (AV_CODEC_ID_VP9, .webm), (AV_CODEC_ID_VP9, .mkv), (AV_CODEC_ID_VP9, .mp4):
            (parameters, encoder) = (nil, "libvpx-vp9")
        case (AV_CODEC_ID_AV1, .webm), (AV_CODEC_ID_AV1, .mkv), (AV_CODEC_ID_AV1, .mp4):
            (parameters, encoder) = (nil, "libaom-av1")
        default: return nil
        }
        guard format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P else { return nil }
    }

    /// For pictures that come out as they go in, one packet for each.
    var options: Options {
        switch encoder {
        case "libx264":
            let name =
                switch profile & ~FF_PROFILE_H264_INTRA & ~FF_PROFILE_H264_CONSTRAINED {
                case FF_PROFILE_H264_BASELINE: "baseline"
                case FF_PROFILE_H264_MAIN: "main"
                default: "high"
                }
            let number = parameters?.freeNumber ?? 1
            return Options([
                "preset": "veryfast", "crf": "19", "tune": "zerolatency", "profile": name, "a53cc": "0",
                "forced-idr": "1", "x264-params": "sps-id=\(number):scenecut=0",
            ])
        case "libaom-av1":
            return Options([
                "usage": "realtime", "cpu-used": "8", "crf": "24", "b": "0", "lag-in-frames": "0", "row-mt": "1",
            ])
        case "libvpx-vp9":
            return Options([
                "deadline": "realtime", "cpu-used": "7", "crf": "24", "b": "0", "auto-alt-ref": "0",
                "lag-in-frames": "0",
                "row-mt": "1",
            ])
        default:
            return Options([
                "deadline": "realtime", "cpu-used": "8", "crf": "8", "b": "20M", "auto-alt-ref": "0",
                "lag-in-frames": "0",
            ])
        }
    }

    /// What is seen of a packet from outside.
    func note(_ packet: Packet, time: Int64, decodeTime: Int64) -> PictureNote {
        let raw = packet.raw.pointee
        var note = PictureNote(time: time, decodeTime: decodeTime)
        if raw.flags & AV_PKT_FLAG_DISCARD != 0 {
            note.isDiscarded = true
            note.isShown = false
        }
        var size = 0
        let hasNewParameters = av_packet_get_side_data(packet.raw, AV_PKT_DATA_NEW_EXTRADATA, &size) != nil
        note.isCopyable = raw.flags & AV_PKT_FLAG_CORRUPT == 0 && !hasNewParameters
        switch codec {
        case AV_CODEC_ID_H264: look(at: packet, &note)
        case AV_CODEC_ID_VP8: CodedPicture.lookVP8(packet.bytes, &note)
        case AV_CODEC_ID_VP9: CodedPicture.lookVP9(packet.bytes, &note)
        default: CodedPicture.lookAV1(packet.bytes, &note)
        }
        note.isEntry = note.isEntry && raw.flags & AV_PKT_FLAG_KEY != 0 && note.isCopyable
        return note
    }

    /// Describes the stream of the clip: as the source's, and for our own pictures too.
    func describe(
        _ stream: UnsafeMutablePointer<AVStream>, like source: UnsafeMutablePointer<AVStream>, with encoder: Encoder?
    ) throws(MediaFailure) {
        try AVCode.writing(avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar))
        // The tag belongs to the container it came from.
        stream.pointee.codecpar.pointee.codec_tag = 0
        stream.pointee.avg_frame_rate = source.pointee.avg_frame_rate
        stream.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
        guard let parameters else { return }
        let own = encoder?.context.pointee
        let record = parameters.record(
            with: own.flatMap { own in
                H264Parameters(UnsafeBufferPointer(start: own.extradata, count: Int(own.extradata_size)))
            })
        try stream.setExtraData(record)
    }

    /// The packet with nothing in it but pictures, and in the form in which the clip's stream is described.
    func clean(_ packet: Packet, isOwn: Bool) throws(MediaFailure) -> Packet {
        guard let parameters else {
            av_packet_free_side_data(packet.raw)
            return packet
        }
        let bytes = packet.bytes
        let lengthBytes = isOwn ? nil : parameters.lengthBytes
        guard let ranges = NALUnits.ranges(bytes, lengthBytes: lengthBytes) else {
            throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA)
        }
        var supplements: [[UInt8]] = []
        var slices: [Range<Int>] = []
        for range in ranges {
            let kind = NALUnits.kind(bytes[range.lowerBound])
            if NALUnits.Kind.slices.contains(kind) { slices.append(range) }
            if kind == NALUnits.Kind.supplement, let point = NALUnits.recoveryPoint(in: bytes[range]) {
                supplements.append(point)
            }
        }
        let size = (slices.map(\.count) + supplements.map(\.count)).reduce(0) { $0 + 4 + $1 }
        let clean = try Packet()
        try AVCode.writing(av_new_packet(clean.raw, Int32(size)))
        var place: UnsafeMutablePointer<UInt8> = clean.raw.pointee.data
        func put(_ unit: UnsafeBufferPointer<UInt8>) {
            for shift in [24, 16, 8, 0] {
                place.pointee = UInt8(truncatingIfNeeded: unit.count >> shift)
                place += 1
            }
            guard let base = unit.baseAddress else { return }
            memcpy(place, base, unit.count)
            place += unit.count
        }
        for supplement in supplements { supplement.withUnsafeBufferPointer(put) }
        for slice in slices { put(UnsafeBufferPointer(rebasing: bytes[slice])) }
        clean.raw.pointee.flags = packet.raw.pointee.flags
        clean.raw.pointee.pts = packet.raw.pointee.pts
        return clean
    }

    private func look(at packet: Packet, _ note: inout PictureNote) {
        let bytes = packet.bytes
        guard let parameters, let ranges = NALUnits.ranges(bytes, lengthBytes: parameters.lengthBytes) else {
            note.isCopyable = false
            return
        }
        var hasSlice = false
        for range in ranges {
            switch NALUnits.kind(bytes[range.lowerBound]) {
            case NALUnits.Kind.idr:
                note.isEntry = true
                hasSlice = true
            case NALUnits.Kind.slices: hasSlice = true
            // Other parameters than the stream is described with.
            case NALUnits.Kind.sequence, NALUnits.Kind.picture:
                if !parameters.holds(Array(bytes[range])) { note.isCopyable = false }
            default: break
            }
        }
        if !hasSlice { note.isCopyable = false }
    }
}

extension UnsafeMutablePointer<AVStream> {
    /// Replaces what the stream's codec is set up with.
    func setExtraData(_ bytes: [UInt8]) throws(MediaFailure) {
        guard let extra = av_mallocz(bytes.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else { throw .tooLarge(.memory) }
        memcpy(extra, bytes, bytes.count)
        av_free(pointee.codecpar.pointee.extradata)
        pointee.codecpar.pointee.extradata = extra.assumingMemoryBound(to: UInt8.self)
        pointee.codecpar.pointee.extradata_size = Int32(bytes.count)
    }
}
