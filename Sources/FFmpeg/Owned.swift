import CFFmpeg
import MediaWork

/// A packet that is freed with its last owner.
final class Packet {
    let raw: UnsafeMutablePointer<AVPacket>

    init() throws(MediaFailure) { raw = try AVCode.memory(av_packet_alloc()) }

    deinit {
        var pointer: UnsafeMutablePointer<AVPacket>? = raw
        av_packet_free(&pointer)
    }

    var stream: Int { Int(raw.pointee.stream_index) }

    func forget() { av_packet_unref(raw) }
}

/// A decoded picture or stretch of sound that is freed with its last owner.
final class Frame {
    let raw: UnsafeMutablePointer<AVFrame>

    init() throws(MediaFailure) { raw = try AVCode.memory(av_frame_alloc()) }

    deinit {
        var pointer: UnsafeMutablePointer<AVFrame>? = raw
        av_frame_free(&pointer)
    }

    func forget() { av_frame_unref(raw) }

    /// Another frame on the same data.
    func reference() throws(MediaFailure) -> Frame {
        let other = try Frame()
        try AVCode.reading(av_frame_ref(other.raw, raw))
        return other
    }
}

/// Options for FFmpeg by name, freed with their owner.
final class Options {
    var raw: OpaquePointer?

    init(_ pairs: KeyValuePairs<String, String>) {
        for (key, value) in pairs { av_dict_set(&raw, key, value, 0) }
    }

    deinit { av_dict_free(&raw) }
}
