import CFFmpeg
import MediaWork

/// What is read and how large it may be (SAFETY.md "Media files are hostile"); all else is refused.
enum Limits {
    /// Demuxers by FFmpeg's names.
    static let formats = "mov,matroska,ogg,wav,w64,mp3,aac,flac,avi,mpegts,amr,au,aiff,caf,asf"

    /// Decoders by FFmpeg's names (`camtasia` reads TechSmith's tscc); the first that fits a codec is taken.
    static let decoders =
        "h264,hevc,vp8,vp9,libdav1d,mpeg4,mjpeg,png,camtasia,g2m,"
        + "aac,mp3float,mp3,opus,libopus,vorbis,flac,wmav1,wmav2,"
        + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,"
        + "pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,"
        + "amrnb,amrwb,gsm,gsm_ms,adpcm_ms,adpcm_ima_wav,g722,g726,g726le,g729"

    static let streams = 32
    /// Pixels along one side.
    static let side = 8_192
    static let pixels = 36_000_000
    static let channels = 8
    /// Hz.
    static let sampleRates = 4_000...192_000
    /// 24 hours, µs.
    static let durationUs: Int64 = 86_400_000_000

    static func check(_ parameters: AVCodecParameters) throws(MediaFailure) {
        switch parameters.codec_type {
        case AVMEDIA_TYPE_VIDEO:
            let (width, height) = (Int(parameters.width), Int(parameters.height))
            guard width <= side, height <= side, width * height <= pixels else { throw .tooLarge(.picture) }
        case AVMEDIA_TYPE_AUDIO:
            guard parameters.ch_layout.nb_channels <= channels else { throw .tooLarge(.channels) }
            let rate = Int(parameters.sample_rate)
            guard rate == 0 || sampleRates.contains(rate) else { throw .tooLarge(.sampleRate) }
        default: break
        }
    }
}
