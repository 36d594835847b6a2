import Domain
import JSON
import MediaWork

/// What browsers play in place of a recording they do not play, or of two legs: made from the originals, which stay.
struct Rendition: Sendable {
    enum State: String, CaseIterable, Sendable { case preparing, ready, failed }

    let id: String
    let interactionID: String
    /// Nil when it is the two legs of the interaction together.
    let recordingID: String?
    /// What it is made of and how; another recipe is another rendition.
    let recipe: String
    let state: State
    let failure: Refusal?
    let hash: String?
    let bytes: Int64
    /// Where its first instant lies on the interaction's timeline, ms.
    let offsetMs: Int64
    let durationMs: Int64
    let jobID: String?
}

/// A rendition that an interaction's recordings ask for.
struct RenditionPlan: Sendable {
    let recordingID: String?
    let recipe: String
    let offsetMs: Int64
    let durationMs: Int64
    /// Of what it is made, in this order.
    let hashes: [String]
    let work: RenderRecipe

    /// Raised when renditions are made in another way, so that all are made anew.
    private static let version = "1"

    /// Everything that these recordings need: what browsers do not play, and two legs as one.
    static func all(for recordings: [Recording]) -> [RenditionPlan] {
        recordings.compactMap(RenditionPlan.init(of:)) + (RenditionPlan(legs: recordings).map { [$0] } ?? [])
    }

    private init?(of recording: Recording) {
        guard recording.state == .ready, recording.playability != .everywhere, let hash = recording.hash,
            let durationMs = recording.durationMs, durationMs > 0
        else { return nil }
        recordingID = recording.id
        recipe = "\(Self.version):\(hash)"
        offsetMs = recording.offsetMs
        self.durationMs = durationMs
        hashes = [hash]
        let lengthMs = Int(durationMs)
        work = recording.kind == .audio ? .sound(lengthMs: lengthMs) : .screen(lengthMs: lengthMs)
    }

    private init?(legs recordings: [Recording]) {
        guard let agent = Leg(.agent, in: recordings), let customer = Leg(.customer, in: recordings) else { return nil }
        let firstMs = min(agent.offsetMs, customer.offsetMs)
        let lastMs = max(agent.offsetMs + agent.durationMs, customer.offsetMs + customer.durationMs)
        recordingID = nil
        recipe = "\(Self.version):\(agent.hash)@\(agent.offsetMs),\(customer.hash)@\(customer.offsetMs)"
        offsetMs = firstMs
        durationMs = lastMs - firstMs
        hashes = [agent.hash, customer.hash]
        work = .legs(
            leftDelayMs: Int(agent.offsetMs - firstMs), rightDelayMs: Int(customer.offsetMs - firstMs),
            lengthMs: Int(durationMs))
    }

    private struct Leg {
        let hash: String
        let offsetMs: Int64
        let durationMs: Int64

        init?(_ party: Domain.Party, in recordings: [Recording]) {
            let found = recordings.first { $0.kind == .audio && $0.party == party && $0.state == .ready }
            guard let found, let hash = found.hash, let durationMs = found.durationMs, durationMs > 0 else {
                return nil
            }
            self.hash = hash
            offsetMs = found.offsetMs
            self.durationMs = durationMs
        }
    }
}

extension Recording {
    /// Which browsers play it as it came.
    var playability: Playability {
        let found = try? JSONReader.read(Array(streams.utf8)).elements
        let streams = (found ?? []).map { stream in
            let kind: Playability.Stream.Kind =
                switch stream["type"]?.text {
                case "audio": .sound
                case "video": .picture
                default: .other
                }
            return Playability.Stream(
                kind, stream["codec"]?.text ?? "", pixelFormat: stream["pixelFormat"]?.text)
        }
        return Playability(kind, container: container ?? "", streams: streams)
    }
}
