import Domain
import Glibc
import JSON
import Logging
import MediaWork
import SQL
import Sandbox

/// Searches recordings for keypad tones that came in before ingest did, at the start and every hour. Until then no moment
/// over one of them is shown outside.
enum SearchTones {
    static let kind = JobKind(
        name: "search_tones", run: { run in _ = try sweep(run.services, run.cancellation) }, gaveUp: { _, _, _ in },
        isSeen: { _, caller, _ in caller.may(.manageSettings) }, everyMs: 3_600_000)

    /// Gives the number of recordings searched. One that cannot be read is left for the next time.
    static func sweep(_ services: Services, _ cancellation: Cancellation) throws -> Int {
        var searched = 0
        for id in try services.database.read({ try ToneStore.unsearched($0) }) {
            do {
                if try search(id, services, cancellation) { searched += 1 }
            } catch {
                guard !cancellation.isCancelled else { throw error }
                services.log.warning(
                    "a recording could not be searched for keypad tones",
                    metadata: ["recording": "\(id)", "error": "\(error)"])
            }
        }
        services.grants.clear()
        return searched
    }

    private static func search(_ id: String, _ services: Services, _ cancellation: Cancellation) throws -> Bool {
        let (recording, levels) = try services.database.read { transaction in
            (
                try RecordingStore.find(id, for: .system, transaction),
                try RecordingStore.levels(id, transaction)
            )
        }
        guard let hash = recording?.hash else { return false }
        let channels = try known(levels) ?? listen(hash, services, cancellation)
        return try services.database.write { transaction in
            guard let recording = try RecordingStore.find(id, for: .system, transaction) else { return false }
            try ToneStore.replace(of: recording, channels, transaction)
            return true
        }
    }

    /// What an ingest found that kept no table of it; nil where it did not look.
    private static func known(_ levels: String?) throws -> [[MediaWork.TimeRange]]? {
        guard let levels, let channels = try JSONReader.read(Array(levels.utf8))["channels"]?.elements else {
            return nil
        }
        let tones = channels.compactMap { $0["tones"]?.elements }
        guard !channels.isEmpty, tones.count == channels.count else { return nil }
        return tones.map { ranges in
            ranges.map { range in
                MediaWork.TimeRange(
                    startMs: Int(range["startMs"]?.integer ?? 0), endMs: Int(range["endMs"]?.integer ?? 0))
            }
        }
    }

    private static func listen(
        _ hash: String, _ services: Services, _ cancellation: Cancellation
    ) throws -> [[MediaWork.TimeRange]] {
        let descriptor = try services.blobs.open(hash)
        defer { close(descriptor) }
        let request = MediaRequest.levels(silenceDb: MediaRequest.silenceDb, minMs: MediaRequest.silenceMs)
        guard
            case .levels(let report) = try services.media.run(
                request, inputs: [descriptor], cancellation: cancellation)
        else { throw Refusal("internal", "The file was not read as asked.") }
        return report.channels.map(\.tones)
    }
}
