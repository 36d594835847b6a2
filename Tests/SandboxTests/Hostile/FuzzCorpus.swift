import Foundation
import MediaWork
import Sandbox
import Testing

/// The good recordings that are damaged: the project's, and of every other kind that is read a small one.
struct FuzzCorpus {
    let recordings: [(name: String, bytes: [UInt8])]

    /// `folder`: a directory of further recordings.
    init(with folder: String?) throws {
        var found = try Ordeal.recordings() + Self.cuts() + MadeRecordings.all()
        // Speech in what ffmpeg does not write, and screens in what nothing free writes.
        for name in ["speech.amr", "speech-wide.amr", "speech-g729.wav"] {
            let file = Ordeal.root.appending(path: "Tests/Fixtures").appending(path: name)
            found.append((name, Array(try Data(contentsOf: file))))
        }
        found += HandmadeScreen.all
        if let folder {
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
                guard let bytes = try? Data(contentsOf: URL(filePath: folder).appending(path: name)),
                    (1...2_000_000).contains(bytes.count)
                else { continue }
                found.append((name, Array(bytes)))
            }
        }
        recordings = found
    }

    /// Each recording has its turn, so that a few hundred files come from all of them.
    func recording(_ number: Int) -> (name: String, bytes: [UInt8]) { recordings[number % recordings.count] }

    /// Recordings of the project in containers they do not come in.
    private static func cuts() throws -> [(name: String, bytes: [UInt8])] {
        let pool = MediaPool(program: Ordeal.program, size: 2)
        defer { pool.stop() }
        var found: [(name: String, bytes: [UInt8])] = []
        for (name, containers) in [
            ("hotel-change-screen1.webm", [Container.mkv, .mp4, .webm]), ("parcel-late.opus", [.flac, .ogg, .mka]),
        ] {
            let bytes = Array(try Data(contentsOf: Ordeal.fixtures.appending(path: name)))
            for container in containers {
                let result = try Ordeal(pool: pool).face(bytes, Ordeal.cut(container))
                #expect(result.failure == nil, "\(name) as \(container)")
                found.append(("\(name).\(container)", result.written))
            }
        }
        return found
    }
}
