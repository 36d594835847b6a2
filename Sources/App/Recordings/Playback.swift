import Domain
import JSON

/// How something is played in a browser: as it came, by its rendition, or not yet.
struct Playback: Sendable {
    let state: Rendition.State
    /// Below `/api/v1/`; nil while there is nothing a browser could play.
    let path: String?
    let contentType: String?
    let failure: Refusal?
    /// The job that prepares it, while it does.
    let jobID: String?

    func write(_ writer: inout JSONWriter) {
        writer.field("state", state.rawValue)
        writer.field("url", path.map { Call.apiPrefix + $0 })
        writer.field("contentType", contentType)
        if let failure {
            writer.field(
                "failure",
                object: {
                    $0.field("code", failure.code)
                    $0.field("message", failure.sentence)
                })
        } else {
            writer.fieldNull("failure")
        }
        if let jobID {
            writer.field(
                "job",
                object: {
                    $0.field("id", jobID)
                    $0.field("url", Call.apiPrefix + "jobs/\(jobID)")
                })
        } else {
            writer.fieldNull("job")
        }
    }
}

extension Rendition {
    /// What the media child writes: H.264 in MP4 for a screen, AAC in M4A for sound.
    static func contentType(_ kind: RecordingKind) -> String { kind == .screen ? "video/mp4" : "audio/mp4" }
}

extension Recording {
    /// Nil until the recording itself is ready.
    var playback: Playback? {
        guard state == .ready else { return nil }
        let original = "recordings/\(id)/content"
        let playability = playability
        if playability == .everywhere {
            return Playback(state: .ready, path: original, contentType: contentType, failure: nil, jobID: nil)
        }
        if let rendition, rendition.state == .ready {
            return Playback(
                state: .ready, path: "recordings/\(id)/playback", contentType: Rendition.contentType(kind),
                failure: nil, jobID: nil)
        }
        let isPlayedBySome = playability == .somewhere
        return Playback(
            state: rendition?.state ?? .preparing, path: isPlayedBySome ? original : nil,
            contentType: isPlayedBySome ? contentType : nil, failure: rendition?.failure,
            jobID: rendition?.state == .preparing ? rendition?.jobID : nil)
    }
}

/// One media element of a player: a recording, or two legs as the channels of one sound.
struct PlaybackElement: Sendable {
    /// The recordings that are heard or seen, a channel each where there are two.
    let recordingIDs: [String]
    let offsetMs: Int64
    let durationMs: Int64?
    let playback: Playback

    func write(_ writer: inout JSONWriter) {
        writer.field("recordings", recordingIDs)
        writer.field("offsetMs", offsetMs)
        writer.field("durationMs", durationMs)
        playback.write(&writer)
    }
}

/// What a player opens for an interaction: at most one sound and four screens, so that a browser's six connections are
/// never all taken by media; two sounds until the legs are there as one.
struct InteractionPlayback: Sendable {
    let sound: [PlaybackElement]
    let screens: [PlaybackElement]
    /// Whether nothing of it is being prepared any more.
    let isComplete: Bool

    init(_ recordings: [Recording], legs: Rendition?) {
        screens = recordings.filter { $0.kind == .screen }.compactMap(PlaybackElement.init(of:))
        if let legs, legs.state == .ready, let both = PlaybackElement(legs, of: recordings) {
            sound = [both]
        } else {
            sound = recordings.filter { $0.kind == .audio }.compactMap(PlaybackElement.init(of:))
        }
        isComplete = legs?.state != .preparing && !(sound + screens).contains { $0.playback.state == .preparing }
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("sound", array: { list in for element in sound { list.object { element.write(&$0) } } })
        writer.field("screens", array: { list in for element in screens { list.object { element.write(&$0) } } })
        writer.field("isComplete", isComplete)
    }
}

extension PlaybackElement {
    fileprivate init?(of recording: Recording) {
        guard let playback = recording.playback else { return nil }
        self.init(
            recordingIDs: [recording.id], offsetMs: recording.offsetMs, durationMs: recording.durationMs,
            playback: playback)
    }

    /// The legs of these recordings as one: the agent left, the customer right.
    fileprivate init?(_ legs: Rendition, of recordings: [Recording]) {
        let sounds = recordings.filter { $0.kind == .audio && $0.state == .ready }
        let sides = [Domain.Party.agent, .customer].compactMap { party in sounds.first { $0.party == party }?.id }
        guard sides.count == 2 else { return nil }
        self.init(
            recordingIDs: sides, offsetMs: legs.offsetMs, durationMs: legs.durationMs,
            playback: Playback(
                state: .ready, path: "interactions/\(legs.interactionID)/playback/sound",
                contentType: Rendition.contentType(.audio), failure: nil, jobID: nil))
    }
}
