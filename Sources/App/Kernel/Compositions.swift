import Crypto
import HTTP
import Synchronization

/// A file that is nowhere: pieces of memory and stretches of stored media, planned once and served in any range.
struct ComposedMedia: Sendable {
    let composition: Composition
    /// The stored files, in the order of the composition's.
    let hashes: [String]
    /// Quoted; over every byte of it, so it is the same after a restart.
    let etag: String

    /// Nil when the pieces make no body that can be sent, or go beyond the files.
    init?(_ pieces: [Composition.Piece], of blobs: [BlobStore.Blob]) {
        guard let composition = Composition(pieces, files: blobs.count),
            zip(composition.fileLengths, blobs).allSatisfy({ $0 <= $1.bytes }), let hasher = try? SHA256Hasher()
        else { return nil }
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): bytes.withUnsafeBytes { hasher.update($0) }
            case .file(let file, let offset, let length):
                Array("\(blobs[file].hash) \(offset) \(length)\n".utf8).withUnsafeBytes { hasher.update($0) }
            }
        }
        self.composition = composition
        hashes = blobs.map(\.hash)
        etag = "\"\(hasher.finish().hex)\""
    }
}

/// Compositions kept in memory by what they were made of, so that the ranges of a download are planned once.
///
/// Losing one costs nothing but its plan: the same recipe gives the same bytes.
final class Compositions: Sendable {
    private struct Kept {
        var media: [(recipe: String, media: ComposedMedia)] = []
        var bytes = 0
    }

    private let kept = Mutex(Kept())
    private static let mostBytes = 64 << 20
    private static let most = 100

    func find(_ recipe: String) -> ComposedMedia? {
        kept.withLock { kept in
            guard let place = kept.media.firstIndex(where: { $0.recipe == recipe }) else { return nil }
            // The last is the latest that was asked for.
            let found = kept.media.remove(at: place)
            kept.media.append(found)
            return found.media
        }
    }

    func keep(_ media: ComposedMedia, as recipe: String) {
        kept.withLock { kept in
            guard !kept.media.contains(where: { $0.recipe == recipe }) else { return }
            kept.media.append((recipe, media))
            kept.bytes += media.composition.bytesInMemory
            while kept.media.count > 1, kept.bytes > Self.mostBytes || kept.media.count > Self.most {
                kept.bytes -= kept.media.removeFirst().media.composition.bytesInMemory
            }
        }
    }
}
