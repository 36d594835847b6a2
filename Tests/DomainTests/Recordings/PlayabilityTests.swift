import Testing

@testable import Domain

/// What needs a rendition, by what is in the file.
struct PlayabilityTests {
    @Test(arguments: [
        ("wav", "pcm_s16le", Playability.everywhere), ("wav", "pcm_u8", .everywhere), ("mp3", "mp3", .everywhere),
        ("m4a", "aac", .everywhere), ("mp4", "aac", .everywhere), ("flac", "flac", .everywhere),
        ("webm", "opus", .everywhere), ("ogg", "opus", .somewhere), ("ogg", "vorbis", .somewhere),
        ("wav", "pcm_alaw", .nowhere), ("wav", "pcm_mulaw", .nowhere), ("wav", "gsm_ms", .nowhere),
        ("wav", "adpcm_ms", .nowhere), ("wav", "adpcm_ima_wav", .nowhere), ("wav", "adpcm_g722", .nowhere),
        ("wav", "mp3", .nowhere), ("amr", "amr_nb", .nowhere), ("asf", "wmav2", .nowhere), ("aac", "aac", .nowhere),
        ("mpegts", "aac", .nowhere), ("matroska", "opus", .nowhere), ("m4a", "alac", .nowhere),
        ("ogg", "speex", .nowhere), ("au", "pcm_mulaw", .nowhere), ("", "", .nowhere),
    ])
    func soundIsJudgedByContainerAndCodec(container: String, codec: String, expected: Playability) {
        #expect(Playability(.audio, container: container, streams: [.init(.sound, codec)]) == expected)
    }

    @Test(arguments: [
        ("mp4", "h264", "yuv420p", Playability.everywhere), ("mp4", "h264", "yuvj420p", .everywhere),
        ("webm", "vp8", "yuv420p", .everywhere), ("webm", "vp9", "yuv420p", .everywhere),
        ("mp4", "h264", "yuv444p", .nowhere), ("mp4", "h264", "yuv420p10le", .nowhere),
        ("mp4", "hevc", "yuv420p", .nowhere), ("webm", "av1", "yuv420p", .nowhere),
        ("mov", "h264", "yuv420p", .nowhere),
        ("avi", "mpeg4", "yuv420p", .nowhere), ("avi", "tscc", "bgr24", .nowhere), ("asf", "g2m", "rgb24", .nowhere),
        ("mpegts", "h264", "yuv420p", .nowhere), ("matroska", "h264", "yuv420p", .nowhere),
    ])
    func screensAreJudgedByTheirPicture(container: String, codec: String, format: String, expected: Playability) {
        let picture = Playability.Stream(.picture, codec, pixelFormat: format)
        #expect(Playability(.screen, container: container, streams: [picture]) == expected)
    }

    @Test func whatStandsBesideItCounts() {
        let picture = Playability.Stream(.picture, "h264", pixelFormat: "yuv420p")
        let sound = Playability.Stream(.sound, "aac")
        func of(_ kind: RecordingKind, _ streams: [Playability.Stream]) -> Playability {
            Playability(kind, container: "mp4", streams: streams)
        }
        #expect(of(.screen, [picture, sound]) == .everywhere)
        #expect(of(.screen, [picture, .init(.other, "bin_data")]) == .everywhere)
        // Sound that no browser decodes stops some of them at the whole file.
        #expect(of(.screen, [picture, .init(.sound, "pcm_s16le")]) == .nowhere)
        // One of two streams would be played, and which one is not said.
        #expect(of(.screen, [picture, picture]) == .nowhere)
        #expect(of(.audio, [sound, sound]) == .nowhere)
        #expect(of(.audio, [sound, picture]) == .nowhere)
        #expect(of(.audio, []) == .nowhere)
        // Recordings that were read before the format of pictures was looked at.
        #expect(of(.screen, [.init(.picture, "h264")]) == .everywhere)
    }
}
