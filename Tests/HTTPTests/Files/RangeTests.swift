import Testing

@testable import HTTP

/// The rules of ranges without a server.
@Suite struct RangeTests {
    @Test func rangesThatOverlapOrTouchAreJoinedWhereTheFirstStood() {
        #expect(RangeRequest("bytes=10-19,50-59,15-24,25-30", length: 100, clamp: nil) == .parts([10..<31, 50..<60]))
        #expect(RangeRequest("bytes=50-59,0-9,40-49", length: 100, clamp: nil) == .parts([40..<60, 0..<10]))
        #expect(RangeRequest("bytes=0-9,20-29,5-24", length: 100, clamp: nil) == .parts([0..<30]))
    }

    @Test func sixteenRangesAreAnsweredAndSeventeenAreNot() {
        let sixteen = (Int64(0)..<16).map { ($0 * 2)..<($0 * 2 + 1) }
        let header = "bytes=" + sixteen.map { "\($0.lowerBound)-\($0.lowerBound)" }.joined(separator: ",")
        #expect(RangeRequest(header, length: 100, clamp: nil) == .parts(sixteen))
        #expect(RangeRequest(header + ",99-99", length: 100, clamp: nil) == .whole)
    }

    @Test(arguments: [
        "bytes=1", "bytes=--1", "bytes=1-2-3", "bytes=+1-2", "bytes=0x1-2", "bytes=1 - 2", "bytes", "", "bytes=,",
        "bytes=0-1;2-3",
    ])
    func whatIsNoRangesSpecifierIsIgnored(_ header: String) {
        #expect(RangeRequest(header, length: 100, clamp: nil) == .whole)
    }

    @Test func emptyElementsOfTheListMeanNothing() {
        #expect(RangeRequest("bytes=,0-1,,", length: 100, clamp: nil) == .parts([0..<2]))
    }

    @Test func hugeNumbersNeitherOverflowNorWrap() {
        let huge = "9223372036854775808"
        #expect(RangeRequest("bytes=\(huge)-", length: 100, clamp: 10) == .unsatisfiable)
        #expect(RangeRequest("bytes=-\(huge)", length: 100, clamp: 10) == .parts([0..<100]))
        #expect(RangeRequest("bytes=5-\(huge)", length: 100, clamp: 10) == .parts([5..<100]))
        #expect(RangeRequest("bytes=0-9223372036854775807", length: 100, clamp: nil) == .parts([0..<100]))
    }

    @Test func everyByteAskedForOfASmallFileIsTheByteGiven() {
        for length in Int64(1)...6 {
            for first in Int64(0)...7 {
                for last in first...8 {
                    let expected = first < length ? RangeRequest.parts([first..<min(last + 1, length)]) : .unsatisfiable
                    #expect(RangeRequest("bytes=\(first)-\(last)", length: length, clamp: nil) == expected)
                }
            }
        }
    }
}
