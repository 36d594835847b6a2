import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Lists go on where they ended, whatever is added meanwhile.
struct PagingTests {
    let day: Workday

    init() throws { day = try Workday() }

    /// Every page of a list; `between` runs after each.
    private func walk(_ list: String, limit: Int, between: () throws -> Void = {}) throws -> [String] {
        var seen: [String] = []
        var next: String?
        repeat {
            let mark = list.contains("?") ? "&" : "?"
            let page = try day.admin.get("\(list)\(mark)limit=\(limit)" + (next.map { "&cursor=\($0)" } ?? ""))
            guard page.status == 200 else { throw Workday.Unexpected(reply: page) }
            seen += page.all("/items", "id")
            next = page["/next"]?.text
            #expect((page.header("Link") != nil) == (next != nil))
            try between()
        } while next != nil
        return seen
    }

    private func add(_ number: Int, at time: String, lastsMs: Int = 1000) throws -> String {
        try day.admin.post(
            "interactions",
            #"{"externalId":"N-\#(number)","channel":"voice","startedAt":"\#(time)","durationMs":\#(lastsMs)}"#
        ).id
    }

    @Test(arguments: ["-startedAt", "startedAt", "externalId", "-durationMs", "durationMs"])
    func everyRowComesOnceInEveryOrder(_ sort: String) throws {
        var ids: [String] = []
        for number in 0..<23 {
            // Many share an instant and a length, so the key has to decide.
            ids.append(try add(number, at: "2026-11-12T14:0\(number % 3):00Z", lastsMs: number % 2))
        }
        let seen = try walk("interactions?sort=\(sort)", limit: 4)
        #expect(seen.count == 23)
        #expect(Set(seen) == Set(ids))
        #expect(try walk("interactions?sort=\(sort)", limit: 100) == seen)
    }

    @Test func whatIsAddedMeanwhileMovesNothing() throws {
        var ids: [String] = []
        for number in 0..<12 { ids.append(try add(number, at: "2026-11-12T14:\(number + 10):00Z")) }
        var number = 100
        let seen = try walk("interactions", limit: 3) {
            _ = try add(number, at: "2026-11-12T15:00:00Z")
            number += 1
        }
        #expect(seen.filter(ids.contains) == Array(ids.reversed()))
        #expect(Set(seen).count == seen.count)
    }

    @Test func aMarkerThatWasChangedIsRefused() throws {
        for number in 0..<3 { _ = try add(number, at: "2026-11-12T14:0\(number):00Z") }
        let marker = try #require(try day.admin.get("interactions?limit=1")["/next"]?.text)
        #expect(try day.admin.get("interactions?limit=1&cursor=\(marker)").status == 200)
        for position in [0, 5, 12, marker.count - 2] {
            var letters = Array(marker)
            letters[position] = letters[position] == "A" ? "B" : "A"
            let reply = try day.admin.get("interactions?limit=1&cursor=\(String(letters))")
            #expect(reply.code == "cursor_invalid", "\(position)")
        }
        #expect(try day.admin.get("interactions?limit=1&cursor=\(marker)&sort=startedAt").code == "cursor_invalid")
        #expect(try day.admin.get("interactions?limit=1&cursor=\(marker.dropLast(4))").code == "cursor_invalid")
    }

    @Test func aMarkerFitsItsOwnListAlone() throws {
        for number in 0..<2 {
            let call = try add(number, at: "2026-11-12T14:00:00Z")
            _ = try day.transcribed(call, Workday.vtt("hello", "hello"))
        }
        let marker = try #require(try day.admin.get("transcripts/search?q=hello&limit=1")["/next"]?.text)
        #expect(try day.admin.get("transcripts/search?q=hello&limit=1&cursor=\(marker)").status == 200)
        #expect(try day.admin.get("interactions?cursor=\(marker)").code == "cursor_invalid")
    }

    @Test func aCountSaysWhenItIsCapped() {
        #expect(!PageTotal(counted: 10_000).isCapped)
        #expect(PageTotal(counted: 10_001).isCapped)
        #expect(PageTotal(counted: 10_001).count == 10_000)
    }
}
