import CFFmpeg
import MediaWork

/// The boxes of a track that say what its samples are: FFmpeg's muxer writes them, so every codec it knows is described as
/// it would describe it.
struct TrackBoxes {
    /// `tkhd` behind its duration: layer, volume, turn, width and height.
    let presentation: [UInt8]
    let handler: [UInt8]
    /// `vmhd`, `smhd` or `nmhd`, then `dinf`.
    let information: [UInt8]
    let description: [UInt8]
    /// Its title, where there is one.
    let userData: [UInt8]

    init(_ parameters: StreamParameters, title: String) throws(MediaFailure) {
        var opening: UnsafeMutablePointer<AVFormatContext>?
        try AVCode.writing(avformat_alloc_output_context2(&opening, nil, "mp4", nil))
        let context = try AVCode.memory(opening)
        defer { avformat_free_context(context) }
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
        context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        let stream = try AVCode.memory(avformat_new_stream(context, nil))
        try parameters.describe(stream)
        // The tag belongs to the container it came from.
        stream.pointee.codecpar.pointee.codec_tag = 0
        guard Self.isHeld(parameters, stream.pointee.codecpar.pointee.codec_id, by: context) else {
            throw .doesNotFit(title: title, codec: parameters.codec, container: Container.mp4.rawValue)
        }
        stream.pointee.disposition = AV_DISPOSITION_DEFAULT
        // Players show the one or the other.
        try AVCode.writing(av_dict_set(&stream.pointee.metadata, "title", title, 0))
        try AVCode.writing(av_dict_set(&stream.pointee.metadata, "handler_name", title, 0))
        guard avio_open_dyn_buf(&context.pointee.pb) >= 0 else { throw .tooLarge(.memory) }
        // A header without samples: its sample tables are empty, all else is there.
        let options = Options(["movflags": "empty_moov"])
        let code = avformat_write_header(context, &options.raw)
        if code >= 0 { av_write_trailer(context) }
        var written: UnsafeMutablePointer<UInt8>?
        let count = avio_close_dyn_buf(context.pointee.pb, &written)
        context.pointee.pb = nil
        defer { av_free(written) }
        guard code >= 0, let written, count > 0 else {
            throw .doesNotFit(title: title, codec: parameters.codec, container: Container.mp4.rawValue)
        }
        let file = Boxes(bytes: Array(UnsafeBufferPointer(start: written, count: Int(count)))[...])
        guard let track = file.inside("moov")?.inside("trak"), let head = track.whole("tkhd")?.bytes,
            head.count >= 92, let media = track.inside("mdia"), let handler = media.whole("hdlr")?.bytes,
            let information = media.inside("minf"), let data = information.whole("dinf")?.bytes,
            let kind = ["vmhd", "smhd", "nmhd"].lazy.compactMap({ information.whole($0)?.bytes }).first,
            let description = information.inside("stbl")?.whole("stsd")?.bytes
        else { throw .unwritable(code: EARMARK_AVERROR_INVALIDDATA) }
        presentation = Array(head.suffix(60))
        self.handler = Array(handler)
        self.information = Array(kind + data)
        self.description = Array(description)
        userData = Array(track.whole("udta")?.bytes ?? [])
    }

    /// Whether MP4 holds the codec, and its samples are in the form in which MP4 holds them.
    private static func isHeld(
        _ parameters: StreamParameters, _ codec: AVCodecID, by context: UnsafeMutablePointer<AVFormatContext>
    ) -> Bool {
        guard avformat_query_codec(context.pointee.oformat, codec, FF_COMPLIANCE_NORMAL) == 1 else { return false }
        switch codec {
        // Units behind their length, not behind start codes: the configuration record begins with its version.
        case AV_CODEC_ID_H264, AV_CODEC_ID_HEVC: return parameters.extradata.first == 1
        // Bare frames, without the headers of ADTS.
        case AV_CODEC_ID_AAC: return parameters.extradata.count >= 2
        default: return true
        }
    }
}
