import Domain
import JSON
import MediaWork

extension Container {
    /// What a clip of these recordings is written as: MP4, or M4A where only sound is heard, since everything plays them;
    /// WebM where that lets packets be copied which would else be encoded anew.
    ///
    /// Pictures are copied of one screen that is shown whole, sound of one recording that is heard whole.
    init(ofClip recordings: [Recording], _ redactions: [Redaction]) {
        let screens = recordings.filter { $0.kind == .screen }
        let sounds = recordings.filter { $0.kind == .audio }
        let isMuted = redactions.contains { $0.silenced != nil }
        let isCovered = redactions.contains { $0.silenced == nil }
        let isOpus = sounds.count == 1 && !isMuted && sounds[0].codec(of: "audio") == "opus"
        guard !screens.isEmpty else {
            self = isOpus ? .webm : .m4a
            return
        }
        guard screens.count == 1, !isCovered else {
            self = .mp4
            return
        }
        switch screens[0].codec(of: "video") {
        case "vp8": self = .webm
        // MP4 holds them too, and AAC; but not Opus for every player.
        case "vp9", "av1": self = isOpus ? .webm : .mp4
        default: self = .mp4
        }
    }
}

extension Recording {
    /// FFmpeg's name of the codec of its first stream of a type, where a browser can show that as it is; nil where not.
    fileprivate func codec(of type: String) -> String? {
        let all = (try? JSONReader.read(Array(streams.utf8)))?.elements ?? []
        guard let stream = all.first(where: { $0["type"]?.text == type }) else { return nil }
        if type == "video" {
            guard stream["pixelFormat"]?.text == "yuv420p", let width = stream["width"]?.integer,
                let height = stream["height"]?.integer, width % 2 == 0, height % 2 == 0
            else { return nil }
        } else {
            guard let channels = stream["channels"]?.integer, (1...2).contains(channels) else { return nil }
        }
        return stream["codec"]?.text
    }
}
