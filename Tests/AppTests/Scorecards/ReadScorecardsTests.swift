import Domain
import Testing

@testable import App

/// Scorecards kept as values: each by its own bytes, and not without end.
struct ReadScorecardsTests {
    private func content(_ number: Int) -> [UInt8] { Array(#"{"key":"card-\#(number)","name":"Card"}"#.utf8) }

    @Test func eachContentGivesItsOwnCard() throws {
        let read = ReadScorecards()
        for _ in 0..<2 {
            #expect(try read.card(content(1)).key == "card-1")
            #expect(try read.card(content(2)).key == "card-2")
        }
        #expect(read.count == 2)
    }

    @Test func noMoreAreKeptThanThereIsRoomFor() throws {
        let read = ReadScorecards()
        for number in 0..<(3 * ReadScorecards.capacity) { _ = try read.card(content(number)) }
        #expect(read.count <= ReadScorecards.capacity)
    }

    @Test func whatCannotBeReadIsRefusedEachTime() throws {
        let read = ReadScorecards()
        for _ in 0..<2 { #expect(throws: (any Error).self) { try read.card(Array("{".utf8)) } }
        #expect(read.count == 0)
    }
}
