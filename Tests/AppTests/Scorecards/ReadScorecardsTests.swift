import Domain
import Testing

@testable import App

/// Scorecards kept as values: each by its own bytes, and not without end.
struct ReadScorecardsTests {
    private let scorecards = ReadScorecards()

    private func key(_ number: Int64, content: String) throws -> String {
        try Array(content.utf8).withUnsafeBufferPointer { try scorecards.read("card", number, $0).card.key }
    }

    private func content(_ key: Int64) -> String { #"{"key":"card-\#(key)","name":"Card"}"# }

    @Test func eachVersionGivesItsOwnCard() throws {
        for _ in 0..<2 {
            #expect(try key(1, content: content(1)) == "card-1")
            #expect(try key(2, content: content(2)) == "card-2")
        }
        #expect(scorecards.count == 2)
    }

    @Test func aVersionOfOtherBytesIsReadAnew() throws {
        #expect(try key(1, content: content(1)) == "card-1")
        #expect(try key(1, content: content(2)) == "card-2", "of the same length")
        #expect(try key(1, content: content(333)) == "card-333")
        #expect(scorecards.count == 1)
    }

    @Test func noMoreAreKeptThanThereIsRoomFor() throws {
        for number in 0..<Int64(3 * ReadScorecards.capacity) { _ = try key(number, content: content(number)) }
        #expect(scorecards.count <= ReadScorecards.capacity)
    }

    @Test func whatCannotBeReadIsRefusedEachTime() throws {
        for _ in 0..<2 { #expect(throws: (any Error).self) { try key(1, content: "{") } }
        #expect(scorecards.count == 0)
    }
}
