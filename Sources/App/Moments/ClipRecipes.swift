import Crypto
import Domain
import JSON
import MediaWork
import SQL

/// What a moment's clip is made of: the stretch, and the very bytes of the recordings under it.
///
/// Two moments with the same recipe share one clip; a recording that changes makes another recipe.
struct MomentRecipe: Sendable {
    let recordings: [Recording]
    let clip: ClipRecipe
    /// SHA-256 in hex over everything that decides how the clip looks and sounds.
    let hash: String

    /// Raised when the same recipe is rendered in another way than before, together with a migration that lets moments
    /// and links work out theirs again.
    private static let rendering = 2

    /// Refuses a moment none of whose recordings is ready.
    init(_ kept: KeptMoment, _ transaction: borrowing Transaction) throws {
        let recordings = try Self.recordings(of: kept, transaction)
        guard !recordings.isEmpty else { throw Refusal.notReady }
        let redactions = kept.moment.redactions
        let hasPicture = recordings.contains { $0.kind == .screen }
        let clip = ClipRecipe(
            startMs: Int(kept.moment.range.startMs), endMs: Int(kept.moment.range.endMs),
            container: Container(ofClip: recordings, redactions),
            inputs: recordings.map { recording in
                ClipInput(
                    kind: recording.kind == .audio ? .audio : .screen, offsetMs: Int(recording.offsetMs),
                    party: recording.party?.asHeard)
            }, layout: hasPicture ? .grid : .none, redactions: ClipRedactions(redactions, in: recordings))
        var writer = JSONWriter()
        writer.array { list in
            list.value(Self.rendering)
            list.value(clip.startMs)
            list.value(clip.endMs)
            list.value(clip.container.rawValue)
            for recording in recordings {
                list.value(recording.hash)
                list.value(recording.kind.rawValue)
                list.value(recording.party?.rawValue)
                list.value(recording.offsetMs)
            }
            if !redactions.isEmpty { list.array { RedactionJSON.write(redactions, &$0) } }
        }
        self.recordings = recordings
        self.clip = clip
        hash = SHA256Digest.of(writer.bytes).hex
    }

    /// Those that are ready and that the moment shows.
    static func recordings(of kept: KeptMoment, _ transaction: borrowing Transaction) throws -> [Recording] {
        try FindRecordings.run(of: kept.interactionID, for: .system, transaction).filter { recording in
            guard recording.state == .ready, recording.hash != nil, kept.only?.contains(recording.id) ?? true else {
                return false
            }
            return switch (recording.kind, kept.moment.screens) {
            case (.audio, _), (.screen, .grid): true
            case (.screen, .none): false
            case (.screen, .monitor(let number)): recording.monitor == Int64(number)
            }
        }
    }

    /// What a job is told: a moment that changes while it runs gets another one.
    var input: String {
        var writer = JSONWriter()
        writer.object {
            $0.field("recipe", hash)
            $0.field("recordings", array: { list in for recording in recordings { list.value(recording.id) } })
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    var hasPicture: Bool { clip.layout != .none }

    var contentType: String {
        switch clip.container {
        case .webm: hasPicture ? "video/webm" : "audio/webm"
        case .mp4: "video/mp4"
        default: "audio/mp4"
        }
    }
}

extension ClipRedactions {
    /// As the media child burns them in; a screen that is not in the clip needs none.
    fileprivate init(_ redactions: [Redaction], in recordings: [Recording]) {
        self.init()
        for redaction in redactions {
            let (startMs, endMs) = (Int(redaction.range.startMs), Int(redaction.range.endMs))
            switch redaction.cover {
            case .mute(let party):
                sounds.append(SoundRedaction(startMs: startMs, endMs: endMs, party: party.asHeard))
            case .beep(let party):
                sounds.append(SoundRedaction(startMs: startMs, endMs: endMs, party: party.asHeard, isBeep: true))
            case .black(let monitor, let area):
                for (input, recording) in recordings.enumerated() where recording.monitor == Int64(monitor) {
                    pictures.append(
                        PictureRedaction(
                            startMs: startMs, endMs: endMs, input: input, x: Int(area.x), y: Int(area.y),
                            width: Int(area.width), height: Int(area.height)))
                }
            }
        }
    }
}

extension Domain.Party {
    fileprivate var asHeard: MediaWork.Party {
        switch self {
        case .agent: .agent
        case .customer: .customer
        case .both: .both
        }
    }
}
