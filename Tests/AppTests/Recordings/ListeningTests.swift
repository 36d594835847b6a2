import Domain
import HTTP
import JSON
import Testing

@testable import App

/// What people have listened to: kept for each, told to themselves and to whoever may see their session.
struct ListeningTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
        try day.recorded(call, lastsMs: 60_000)
    }

    private func heard(_ ranges: [(Int64, Int64)], by person: Asker) throws -> Reply {
        let list = ranges.map { #"{"startMs":\#($0.0),"endMs":\#($0.1)}"# }.joined(separator: ",")
        return try person.put("interactions/\(call)/listening", #"{"ranges":[\#(list)]}"#)
    }

    private func ranges(_ reply: Reply) -> [[Int64]] {
        (reply["/ranges"]?.elements ?? []).map { [$0["startMs"]?.integer ?? -1, $0["endMs"]?.integer ?? -1] }
    }

    @Test func itIsAddedUpAndTheSameAgainChangesNothing() throws {
        let nothing = try day.evaluator.get("interactions/\(call)/listening")
        #expect(ranges(nothing) == [])
        #expect(nothing["/percent"]?.integer == 0)
        #expect(try heard([(0, 10_000)], by: day.evaluator)["/percent"]?.integer == 17)
        let more = try heard([(9000, 30_000), (50_000, 55_000)], by: day.evaluator)
        #expect(ranges(more) == [[0, 30_000], [50_000, 55_000]])
        #expect(more["/listenedMs"]?.integer == 35_000)
        #expect(more["/totalMs"]?.integer == 60_000)
        #expect(more["/percent"]?.integer == 58)
        let again = try heard([(9000, 30_000)], by: day.evaluator)
        #expect(again.body == more.body)
        #expect(try day.evaluator.get("interactions/\(call)/listening").body == more.body)
        // A player's end may lie a little behind the server's.
        #expect(try heard([(0, 60_400)], by: day.evaluator)["/percent"]?.integer == 100)
    }

    @Test func twoWindowsLoseNothing() throws {
        _ = try atOnce(8) { number in
            try heard([(Int64(number) * 7000, Int64(number) * 7000 + 5000)], by: day.evaluator)
        }
        let found = ranges(try day.evaluator.get("interactions/\(call)/listening"))
        #expect(found == (0..<8).map { [$0 * 7000, $0 * 7000 + 5000] })
    }

    @Test func everybodysIsTheirOwn() throws {
        _ = try heard([(0, 30_000)], by: day.evaluator)
        for person in [day.colleague, day.supervisor, day.admin, day.agent] {
            #expect(try person.get("interactions/\(call)/listening")["/listenedMs"]?.integer == 0)
        }
        #expect(try heard([(0, 6000)], by: day.agent)["/percent"]?.integer == 10)
        #expect(try day.evaluator.get("interactions/\(call)/listening")["/percent"]?.integer == 50)
        for person in [day.stranger, day.otherAgent] {
            #expect(try person.get("interactions/\(call)/listening").status == 404)
            #expect(try heard([(0, 6000)], by: person).status == 404)
        }
    }

    @Test func aSessionShowsItsEvaluatorsToWhoMaySeeTheSession() throws {
        let session = try day.chosen(call, for: day.evaluator).id
        _ = try heard([(0, 50_000)], by: day.evaluator)
        _ = try heard([(0, 60_000)], by: day.supervisor)
        for person in [day.evaluator, day.supervisor, day.admin] {
            #expect(try person.get("evaluations/\(session)")["/listening/percent"]?.integer == 83)
        }
        #expect(try day.stranger.get("evaluations/\(session)").status == 404)
        #expect(try day.agent.get("evaluations/\(session)").status == 404)
        // Handed to somebody else, it is what that one listened to.
        let handed = #"{"evaluatorId":"\#(day.colleague.id)"}"#
        #expect(try day.admin.put("evaluations/\(session)/assignment", handed)["/listening/percent"]?.integer == 0)
        let free = try day.admin.put("evaluations/\(session)/assignment", #"{"evaluatorId":null}"#)
        #expect(free["/listening"] == nil)
    }

    @Test func withoutRecordingsThereIsNoShare() throws {
        let chat = try day.calls(1, named: "N")[0]
        let reply = try day.evaluator.put("interactions/\(chat)/listening", #"{"ranges":[]}"#)
        #expect(reply.status == 200)
        #expect(reply["/percent"] == nil)
        #expect(reply["/totalMs"]?.integer == 0)
    }

    @Test(arguments: [
        (#"{"ranges":[{"startMs":5,"endMs":5}]}"#, "range_empty"),
        (#"{"ranges":[{"startMs":-86400001,"endMs":5}]}"#, "range_outside"), (#"{}"#, "invalid_input"),
        (#"{"ranges":[{"startMs":0}]}"#, "invalid_input"),
    ])
    func whatCannotBeListenedToIsRefused(_ body: String, _ code: String) throws {
        #expect(try day.evaluator.put("interactions/\(call)/listening", body).code == code)
    }

    @Test func thereIsAnEndToWhatIsKept() throws {
        for batch in 0..<3 {
            let start = Int64(batch) * 500_000
            let many = (0..<500).map { (start + Int64($0) * 1000, start + Int64($0) * 1000 + 500) }
            #expect(try heard(many, by: day.evaluator).status == 200)
        }
        #expect(try day.account.number("SELECT count(*) FROM listened") == Int64(Listening.mostStretches))
        let over = (0...500).map { (Int64($0) * 1000, Int64($0) * 1000 + 500) }
        #expect(try heard(over, by: day.evaluator).status == 422)
    }
}
