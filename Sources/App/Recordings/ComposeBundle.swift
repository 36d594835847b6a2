import Documents
import Domain
import HTTP
import MediaWork
import Sandbox

/// Plans a bundle over the originals as they lie in the store, so that its download starts at once and needs no disk.
///
/// Refuses recordings that have not been surveyed yet; throws `MediaFailure.doesNotFit` where an MP4 would need other
/// bytes than the recordings have.
enum ComposeBundle {
    static func run(_ bundle: RecordingBundle, _ services: Services) throws -> ComposedMedia {
        if let kept = services.compositions.find(bundle.hash) { return kept }
        let surveys = bundle.surveys.compactMap { $0 }
        guard surveys.count == bundle.recordings.count else { throw Refusal.notSurveyed }
        let pieces =
            bundle.format == .zip
            ? try archive(bundle, surveys) : try movie(bundle, surveys, services)
        guard let composed = ComposedMedia(pieces, of: bundle.blobs) else {
            throw Refusal("internal", "The download could not be planned.")
        }
        services.compositions.keep(composed, as: bundle.hash)
        return composed
    }

    /// The originals byte for byte.
    private static func archive(_ bundle: RecordingBundle, _ surveys: [Survey]) throws -> [Composition.Piece] {
        let entries = try zip(bundle.recordings, surveys).map { recording, survey in
            try ZipEntry(
                name: "\(recording.place.fileName)-\(recording.fileName)", size: recording.bytes, crc: survey.crc,
                modified: recording.createdAt)
        }
        return try ZipLayout(entries).pieces.map { piece in
            switch piece {
            case .bytes(let bytes): .bytes(bytes)
            case .file(let number, let size): .file(number, offset: 0, length: size)
            }
        }
    }

    /// The recordings' own samples behind a head that the media child writes; it sees their indexes alone.
    private static func movie(
        _ bundle: RecordingBundle, _ surveys: [Survey], _ services: Services
    ) throws -> [Composition.Piece] {
        guard surveys.allSatisfy({ $0.index != nil }) else {
            throw MediaFailure.doesNotFit(title: "", codec: "", container: Container.mp4.rawValue)
        }
        let indexes = try OpenBlobs(surveys.compactMap { $0.index?.hash }, services.blobs)
        defer { indexes.close() }
        guard
            case .composition(let report) = try services.media.run(
                .compose(bundle.mediaRecipe), inputs: indexes.descriptors, priority: .instant)
        else { throw Refusal("internal", "The download was not planned as asked.") }
        return [.bytes(report.header)]
            + report.segments.map {
                .file($0.input, offset: Int64($0.offset), length: Int64($0.length))
            }
    }
}

extension RecordingPlace {
    /// What a file of this place is called before its own name, so that two of the same name do not meet.
    fileprivate var fileName: String {
        switch self {
        case .audio(let party): party == .both ? "audio" : party.rawValue
        case .screen(let monitor): "monitor-\(monitor)"
        }
    }
}

extension Refusal {
    static let notSurveyed = Refusal(
        "not_ready", "These recordings are being read once more for downloads; try again in a few minutes.")
}
