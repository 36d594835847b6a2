import Foundation
import MediaWork
import Sandbox

/// Everything that is done with a recording, done with one file: looking at it, hearing it, cutting it, joining it.
struct Ordeal {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let fixtures = root.appending(path: "media-fixtures")
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "earmark-media").path

    /// The recordings of the project, in the order of their names.
    static func recordings() throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: fixtures.path).sorted()
            .filter { $0.hasSuffix(".wav") || $0.hasSuffix(".mp3") || $0.hasSuffix(".opus") || isVideo($0) }
            .map { ($0, Array(try Data(contentsOf: fixtures.appending(path: $0)))) }
    }

    private static func isVideo(_ name: String) -> Bool {
        name.hasSuffix(".mp4") || name.hasSuffix(".webm") || name.hasSuffix(".m4a")
    }

    let pool: MediaPool

    /// What became of one piece of work on the file, and what it wrote.
    struct Result {
        let request: MediaRequest
        let failure: MediaFailure?
        let written: [UInt8]
    }

    /// A probe, the index, what is heard and seen; then a clip and a bundle in these containers, and what is played instead.
    static func requests(clip: Container, bundle: Container) -> [MediaRequest] {
        [
            .probe, .index, .analyse(samplesPerPixel: 256, silenceDb: -50, minMs: 500), .screen(durationMs: 10_000),
            cut(clip),
            .bundle(BundleRecipe(container: bundle, inputs: [BundleInput(kind: .whole, title: "All")])),
            .render(.sound(lengthMs: 3_000)), .render(.screen(lengthMs: 3_000)),
        ]
    }

    /// How many of them are done with every file.
    static let alwaysDone = 4

    static func cut(_ container: Container) -> MediaRequest {
        .clip(ClipRecipe(startMs: 500, endMs: 2_000, container: container, inputs: [ClipInput(kind: .whole)]))
    }

    func face(_ bytes: [UInt8], _ request: MediaRequest) throws -> Result {
        let input = try Scratch(bytes)
        let output = try request.writes ? Scratch() : nil
        do throws(MediaFailure) {
            _ = try pool.run(
                request, inputs: [input.descriptor], outputs: output.map { [$0.descriptor] } ?? [], priority: .person)
            return Result(request: request, failure: nil, written: output?.bytes ?? [])
        } catch {
            return Result(request: request, failure: error, written: output?.bytes ?? [])
        }
    }
}

extension MediaRequest {
    fileprivate var writes: Bool {
        switch self {
        case .probe, .glance, .peaks, .levels, .analyse: false
        default: true
        }
    }
}

extension [MediaCount] {
    /// A line for each kind of work.
    var table: String {
        Dictionary(grouping: self, by: \.work).sorted { $0.key < $1.key }
            .map { work, counts in
                "  \(work): " + counts.map { "\($0.count) \($0.outcome)" }.joined(separator: ", ")
            }.joined(separator: "\n")
    }
}
