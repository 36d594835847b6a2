import HTTP
import Testing

@testable import App

/// Plans of downloads kept in memory.
struct CompositionsTests {
    private func media(_ bytes: Int, _ first: UInt8 = 0) -> ComposedMedia? {
        ComposedMedia([.bytes([first] + [UInt8](repeating: 0, count: bytes - 1))], of: [])
    }

    @Test func theLatestAreKeptAsFarAsTheyFit() throws {
        let compositions = Compositions()
        for number in 0..<4 { compositions.keep(try #require(media(20 << 20)), as: "\(number)") }
        #expect(compositions.find("0") == nil)
        #expect(compositions.find("1") != nil)
        compositions.keep(try #require(media(20 << 20)), as: "4")
        // Of the three, the one not asked for the longest went.
        #expect(compositions.find("2") == nil)
        #expect(compositions.find("1") != nil && compositions.find("3") != nil && compositions.find("4") != nil)
        compositions.keep(try #require(media(100 << 20)), as: "large")
        #expect(compositions.find("large") != nil && compositions.find("4") == nil)
    }

    @Test func theValidatorIsOfAllItsBytes() throws {
        let blob = BlobStore.Blob(hash: "aa", bytes: 10)
        let other = BlobStore.Blob(hash: "bb", bytes: 10)
        func etag(_ pieces: [Composition.Piece], _ blobs: [BlobStore.Blob]) -> String? {
            ComposedMedia(pieces, of: blobs)?.etag
        }
        let one = etag([.bytes([1]), .file(0, offset: 0, length: 10)], [blob])
        #expect(one != nil && one == etag([.bytes([1]), .file(0, offset: 0, length: 10)], [blob]))
        #expect(one != etag([.bytes([2]), .file(0, offset: 0, length: 10)], [blob]))
        #expect(one != etag([.bytes([1]), .file(0, offset: 0, length: 9)], [blob]))
        #expect(one != etag([.bytes([1]), .file(0, offset: 0, length: 10)], [other]))
        // Beyond the file's end nothing is promised.
        #expect(etag([.file(0, offset: 1, length: 10)], [blob]) == nil)
    }
}
