import Domain
import JSON
import MediaWork
import Sandbox

/// What the media child finds in a new recording: what it is, and what is heard or seen in it.
struct Examination {
    let probe: ProbeReport
    /// Of an audio recording.
    private(set) var sound: AnalysisReport?
    /// Of a screen recording.
    private(set) var screen: ScreenReport?
    /// The file with a screen's thumbnails; to be discarded.
    private(set) var sheet: Draft?

    init(of descriptor: Int32, as kind: RecordingKind, _ run: JobRun) throws {
        run.tell(0.02, step: "Reading the file")
        guard
            case .probe(let probe) = try run.services.media.run(
                .glance, inputs: [descriptor], cancellation: run.cancellation)
        else { throw Self.odd }
        self.probe = probe
        switch kind {
        case .audio: try listen(descriptor, run)
        case .screen: try look(descriptor, run)
        }
    }

    var streams: String { ReportJSON.streams(probe.streams) }
    var health: String { ReportJSON.health(probe.health + (sound?.health ?? []) + (screen?.health ?? [])) }
    var levels: String? { sound.map { ReportJSON.levels($0.levels) } }

    private mutating func listen(_ descriptor: Int32, _ run: JobRun) throws {
        guard probe.streams.contains(where: { $0.type == .audio }) else {
            throw Refusal(
                "media_missing_stream",
                "The file has no sound; choose the audio recording, or attach this one as a screen.")
        }
        run.tell(0.1, step: "Drawing the waveform")
        let request = MediaRequest.analyse(
            samplesPerPixel: MediaRequest.samplesPerPixel, silenceDb: MediaRequest.silenceDb,
            minMs: MediaRequest.silenceMs)
        guard
            case .analysis(let sound) = try run.services.media.run(
                request, inputs: [descriptor], progress: { run.tell(0.1 + 0.85 * $0) }, cancellation: run.cancellation)
        else { throw Self.odd }
        self.sound = sound
    }

    private mutating func look(_ descriptor: Int32, _ run: JobRun) throws {
        guard probe.streams.contains(where: { $0.type == .video }) else {
            throw Refusal(
                "media_missing_stream",
                "The file has no picture; choose the screen recording, or attach this one as audio.")
        }
        run.tell(0.1, step: "Looking through the screen")
        let sheet = try run.services.blobs.makeDraft()
        do {
            guard
                case .screen(let screen) = try run.services.media.run(
                    .screen(durationMs: probe.durationMs), inputs: [descriptor], outputs: [sheet.descriptor],
                    progress: { run.tell(0.1 + 0.85 * $0) }, cancellation: run.cancellation)
            else { throw Self.odd }
            self.screen = screen
            self.sheet = sheet
        } catch {
            sheet.discard()
            throw error
        }
    }

    private static let odd = Refusal("internal", "The file was not read as asked.")
}
