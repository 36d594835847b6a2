import Foundation
import Testing

@testable import App

/// Media on disk: addressed by what they are, adopted once, found again after a crash.
final class BlobStoreTests {
    let store: BlobStore
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "earmark-blobs-" + UUID().uuidString
        store = try BlobStore(directory: directory)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private func draft(_ text: String) throws -> Draft {
        let draft = try store.makeDraft()
        try draft.write(Array(text.utf8), at: 0)
        return draft
    }

    @Test func adoptingTwiceIsAdoptingOnce() throws {
        let draft = try draft("hello")
        let blob = try store.seal(draft)
        #expect(blob.hash == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
        #expect(blob.bytes == 5)
        try store.adopt(draft, as: blob)
        try store.adopt(draft, as: blob)
        #expect(store.contains(blob.hash))
        draft.discard()
        #expect(try store.verify(blob.hash))
    }

    @Test func twoFilesOfTheSameBytesAreOneBlob() throws {
        let (first, second) = (try draft("same"), try draft("same"))
        let blob = try store.seal(first)
        #expect(try store.seal(second) == blob)
        try store.adopt(first, as: blob)
        try store.adopt(second, as: blob)
        first.discard()
        second.discard()
        #expect(try store.verify(blob.hash))
    }

    @Test func aDraftThatACrashLeftIsAdoptedUnderItsName() throws {
        let before = try draft("kept")
        let name = before.name
        before.close()
        let after = try store.draft(named: name)
        let blob = try store.seal(after)
        try store.adopt(after, as: blob)
        after.discard()
        #expect(store.contains(blob.hash))
        #expect(throws: BlobStore.Failure.self) { try store.draft(named: name) }
    }

    @Test func aDraftsNameLeadsNowhereElse() {
        for name in ["../earmark.sqlite", "a/b", "..", "/etc/passwd"] {
            #expect(throws: BlobStore.Failure.self) { try store.draft(named: name) }
        }
    }

    @Test func aFlippedBitIsFound() throws {
        let draft = try draft("hello")
        let blob = try store.seal(draft)
        try store.adopt(draft, as: blob)
        // The draft and the blob are one file until the draft is discarded.
        try draft.write([0], at: 2)
        draft.discard()
        #expect(try !store.verify(blob.hash))
    }

    @Test func whatNothingRefersToIsSweptOnceItIsOld() throws {
        let (kept, stray, open) = (try draft("kept"), try draft("stray"), try draft("open"))
        let blobs = try [kept, stray].map { draft in
            let blob = try store.seal(draft)
            try store.adopt(draft, as: blob)
            draft.discard()
            return blob
        }
        let name = open.name
        open.close()
        let day: Int64 = 86_400_000
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        _ = store.sweep(keeping: [blobs[0].hash], drafts: [name], now: now + 30 * day)
        #expect(store.contains(blobs[0].hash))
        #expect(!store.contains(blobs[1].hash))
        let again = try store.draft(named: name)
        again.discard()
    }
}
