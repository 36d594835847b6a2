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

    @Test func allThatIsStoredIsTold() throws {
        let draft = try draft("kept")
        let blob = try store.seal(draft)
        #expect(store.stored() == [])
        try store.adopt(draft, as: blob)
        draft.discard()
        #expect(store.stored() == [blob.hash])
    }

    @Test func aDraftNobodyKnowsIsSweptAfterADay() throws {
        let (known, stray, fresh) = (try draft("known"), try draft("stray"), try draft("fresh"))
        let day: Int64 = 86_400_000
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        #expect(store.sweepDrafts(keeping: [], now: now + day - 60_000) == 0)
        #expect(store.sweepDrafts(keeping: [known.name, fresh.name], now: now + day + 60_000) == 1)
        for draft in [known, stray, fresh] { draft.close() }
        try store.draft(named: known.name).discard()
        try store.draft(named: fresh.name).discard()
        #expect(throws: BlobStore.Failure.self) { try store.draft(named: stray.name) }
    }
}
