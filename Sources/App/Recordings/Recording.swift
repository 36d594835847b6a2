import Domain
import JSON

/// One media file of an interaction: its sound or one of its screens.
struct Recording: Sendable {
    enum State: String, CaseIterable, Sendable { case processing, ready, failed }

    let id: String
    let interactionID: String
    let kind: RecordingKind
    let party: Party?
    let monitor: Int64?
    /// Where the file's first instant lies on the interaction's timeline, ms; may be negative.
    let offsetMs: Int64
    let durationMs: Int64?
    let state: State
    let failure: Refusal?
    let fileName: String
    let bytes: Int64
    /// The upload's file until it is adopted under its hash.
    let draft: String?
    let hash: String?
    let container: String?
    /// JSON, as the probe gave them.
    let streams: String
    let health: String
    let capture: String?
    let jobID: String?
    let createdAt: Int64
    /// What browsers play in its place; nil when there is none, or none yet.
    var rendition: Rendition?

    /// "Agent", "Customer", "Monitor 1 · CRM": what players and bundles call it.
    var title: String {
        switch kind {
        case .screen:
            let name = captureName.map { " · " + $0 } ?? ""
            return "Monitor \(monitor ?? 1)\(name)"
        case .audio:
            switch party {
            case .agent: return "Agent"
            case .customer: return "Customer"
            case .both, nil: return "Audio"
            }
        }
    }

    private var captureName: String? {
        guard let capture, case .string(let name)? = try? JSONReader.read(Array(capture.utf8))["monitorName"] else {
            return nil
        }
        return name
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("interactionId", interactionID)
        writer.field("kind", kind.rawValue)
        writer.field("party", party?.rawValue)
        writer.field("monitor", monitor)
        writer.field("title", title)
        writer.field("offsetMs", offsetMs)
        writer.field("durationMs", durationMs)
        writer.field("state", state.rawValue)
        if let failure {
            writer.field(
                "failure",
                object: {
                    $0.field("code", failure.code)
                    $0.field("message", failure.sentence)
                    $0.field("mayPass", ReadAgain.mayHelp(against: failure))
                })
        } else {
            writer.fieldNull("failure")
        }
        writer.field("fileName", fileName)
        writer.field("bytes", bytes)
        writer.field("sha256", hash)
        writer.field("container", container)
        writer.field("streams", raw: Array(streams.utf8))
        writer.field("health", raw: Array(health.utf8))
        writer.field("capture", raw: Array((capture ?? "null").utf8))
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
        if let playback {
            writer.field("playback", object: { playback.write(&$0) })
        } else {
            writer.fieldNull("playback")
        }
        writer.field("createdAt", instant: createdAt)
    }
}
