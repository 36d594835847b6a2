/// Which browsers play a recording as it came: Chromium, Firefox and Safari from 17.4 on, judged by what is in it.
///
/// Source: the tables of media containers and codecs at developer.mozilla.org, read with caution: what one of the three
/// plays only on some machines counts as not played.
package enum Playability: String, CaseIterable, Sendable, Hashable {
    /// All of them: it needs no rendition.
    case everywhere
    /// Chromium and Firefox: it is played as it came until its rendition is there.
    case somewhere
    /// It waits for its rendition.
    case nowhere

    /// One stream of a recording, by FFmpeg's names.
    package struct Stream: Sendable, Hashable {
        package enum Kind: Sendable { case sound, picture, other }

        package let kind: Kind
        package let codec: String
        /// Of a picture; nil when the file does not say.
        package let pixelFormat: String?

        package init(_ kind: Kind, _ codec: String, pixelFormat: String? = nil) {
            self.kind = kind
            self.codec = codec
            self.pixelFormat = pixelFormat
        }
    }

    /// Of a recording that is heard (`audio`), or seen and never heard (`screen`).
    package init(_ kind: RecordingKind, container: String, streams: [Stream]) {
        let sounds = streams.filter { $0.kind == .sound }
        let pictures = streams.filter { $0.kind == .picture }
        switch kind {
        case .audio where pictures.isEmpty && sounds.count == 1: self = Self.ofSound(container, sounds[0].codec)
        case .screen where pictures.count == 1 && sounds.count <= 1:
            let isHeard = sounds.allSatisfy { Self.ofSound(container, $0.codec) == .everywhere }
            self = isHeard && Self.isPlayed(container, pictures[0]) ? .everywhere : .nowhere
        // An element plays one stream of each kind, and which one is not said.
        default: self = .nowhere
        }
    }

    /// Sound beside its container. Raw AAC has no index: nobody could go to an exact instant of it.
    private static let sounds: [String: Set<String>] = [
        "wav": ["pcm_u8", "pcm_s16le", "pcm_s24le"],
        "mp3": ["mp3"],
        "m4a": ["aac"], "mp4": ["aac"],
        "flac": ["flac"],
        "webm": ["opus", "vorbis"],
    ]

    /// Safari plays Ogg from 18.4 on.
    private static let soundsOfSome: [String: Set<String>] = ["ogg": ["opus", "vorbis", "flac"]]

    private static let pictures: [String: Set<String>] = ["mp4": ["h264"], "m4a": ["h264"], "webm": ["vp8", "vp9"]]

    /// 4:2:0 with 8 bit; Firefox and Safari play nothing finer.
    private static let pixelFormats: Set<String> = ["yuv420p", "yuvj420p"]

    private static func ofSound(_ container: String, _ codec: String) -> Playability {
        if sounds[container]?.contains(codec) == true { return .everywhere }
        return soundsOfSome[container]?.contains(codec) == true ? .somewhere : .nowhere
    }

    private static func isPlayed(_ container: String, _ picture: Stream) -> Bool {
        pictures[container]?.contains(picture.codec) == true
            && picture.pixelFormat.map(pixelFormats.contains) != false
    }
}
