import Domain
import JSON
import SQL
import Testing

@testable import App

/// Scorecards from draft to version to retirement.
struct ScorecardTests {
    let account: SmallAccount
    let admin: Asker
    let evaluator: Asker

    init() throws {
        account = try SmallAccount()
        admin = try account.person("Ada", .admin)
        evaluator = try account.person("Eva", .evaluator)
    }

    @Test func aDraftIsPublishedAndItsContentFrozen() throws {
        let draft = try admin.post("scorecards", Workday.card())
        #expect(draft.status == 201)
        #expect(draft["/state"]?.text == "draft")
        #expect(draft["/hasDraft"]?.truth == true)
        #expect(draft["/questions"]?.integer == 3)
        let published = try admin.post("scorecards/\(draft.id)/publication", ifMatch: draft.etag)
        #expect(published["/version"]?.integer == 1)
        #expect(published["/hasDraft"]?.truth == false)
        let shown = try evaluator.get("scorecards/\(draft.id)")
        #expect(shown["/content/sections/0/questions/1/default"]?.text == "y")
        #expect(shown["/versions/0/publishedBy/name"]?.text == "Ada")
        let version = try evaluator.get("scorecards/\(draft.id)/versions/1")
        #expect(version["/content"] == shown["/content"])
        #expect(version["/hash"]?.text?.count == 64)
        #expect(try evaluator.get("scorecards/\(draft.id)/versions/2").status == 404)
    }

    @Test func whatIsNotWholeIsNotPublished() throws {
        let draft = try admin.post("scorecards", #"{"key":"k","sections":[{"key":"s","weight":9000,"questions":[]}]}"#)
        #expect(draft.status == 201)
        let refused = try admin.post("scorecards/\(draft.id)/publication", ifMatch: draft.etag)
        #expect(refused.status == 422)
        #expect(refused.code == "scorecard_unpublishable")
        let pointers = refused.all("/errors", "pointer")
        #expect(pointers.contains("/name"))
        #expect(pointers.contains("/sections"))
        #expect(pointers.contains("/sections/0/questions"))
        #expect(try admin.get("scorecards/\(draft.id)")["/state"]?.text == "draft")
    }

    @Test func aWrongShapeIsRefusedWithItsPlace() throws {
        let cases = [
            (
                #"{"key":"k","sections":[{"key":"s","questions":[{"key":"q","typ":"yesNo"}]}]}"#,
                "/sections/0/questions/0/typ"
            ),
            (#"{"key":"k","format":"stars"}"#, "/format"), (#"{"key":7}"#, "/key"), (#"{"name":"No key"}"#, "/key"),
        ]
        for (body, pointer) in cases {
            let reply = try admin.post("scorecards", body)
            #expect(reply.status == 422)
            #expect(reply["/errors/0/pointer"]?.text == pointer)
        }
        #expect(try admin.post("scorecards", #"{"key":"a","key":"b"}"#).code == "json_duplicate_key")
    }

    @Test func newWordingOfHelpKeepsTheVersionAndNewWordingOfAQuestionMakesTheNext() throws {
        let id = try Workday.publish(Workday.card(), by: admin)
        let first = try admin.get("scorecards/\(id)/versions/1")
        func publish(_ card: String) throws -> Reply {
            let drafted = try admin.put(
                "scorecards/\(id)/draft", card, ifMatch: try admin.get("scorecards/\(id)").etag)
            #expect(drafted["/hasDraft"]?.truth == true)
            return try admin.post("scorecards/\(id)/publication", ifMatch: drafted.etag)
        }
        let cosmetic = try publish(
            Workday.card(name: "Quality of calls").replacing(
                #""text":"Named?""#, with: #""text":"Named?","helpText":"By name.""#))
        #expect(cosmetic["/version"]?.integer == 1)
        #expect(cosmetic["/name"]?.text == "Quality of calls")
        let reworded = try admin.get("scorecards/\(id)/versions/1")
        #expect(reworded["/hash"] == first["/hash"])
        #expect(reworded["/content/sections/0/questions/1/helpText"]?.text == "By name.")

        let other = try publish(Workday.card(name: "Quality of calls").replacing("Named?", with: "Said the name?"))
        #expect(other["/version"]?.integer == 2)
        #expect(try admin.get("scorecards/\(id)/versions/2")["/hash"] != first["/hash"])
        #expect(
            try admin.get("scorecards/\(id)/versions/1")["/content/sections/0/questions/1/text"]?.text == "Named?")
    }

    @Test func everyPartOfAPublishedScorecardCanBeChanged() throws {
        var card = ScorecardTemplate.card
        let id = try Workday.publish(String(decoding: ScorecardJSON.bytes(card), as: UTF8.self), by: admin)
        let question = card.sections[0].questions[0]
        let changes: [(inout Scorecard) -> Void] = [
            { $0.sections[0].questions.removeLast() },
            { $0.sections[1].questions.append(.init(key: "new", text: "New?", options: question.options)) },
            { $0.sections[0].questions[0].options[0].points = 7 },
            { $0.sections[0].questions[0].options[1].autoFail = .section },
            {
                $0.sections[0].weight = 5000
                $0.sections[1].weight = 5000
            },
            { $0.sections.swapAt(0, 1) },
            { $0.passMark = nil },
            { $0.format = .points },
            { $0.unansweredOptional = .exclude },
        ]
        for (index, change) in changes.enumerated() {
            let before = card
            change(&card)
            let body = String(decoding: ScorecardJSON.bytes(card), as: UTF8.self)
            let drafted = try admin.put("scorecards/\(id)/draft", body, ifMatch: try admin.get("scorecards/\(id)").etag)
            let published = try admin.post("scorecards/\(id)/publication", ifMatch: drafted.etag)
            #expect(published["/version"]?.integer == Int64(index + 2))
            let kept = try admin.get("scorecards/\(id)/versions/\(index + 1)")
            #expect(try ScorecardJSON.read(try #require(kept["/content"])) == before)
        }
    }

    @Test func theDatabaseItselfKeepsVersionsFrozen() throws {
        _ = try Workday.publish(Workday.card(), by: admin)
        for statement in ["UPDATE scorecard_versions SET hash = hash", "DELETE FROM scorecard_versions"] {
            let error = #expect(throws: SQLError.self) {
                try account.services.database.write { _ = try $0.execute(statement) }
            }
            #expect(error?.isTriggerRefusal == true)
        }
    }

    @Test func aStaleOrMissingRevisionIsRefused() throws {
        let draft = try admin.post("scorecards", Workday.card())
        let path = "scorecards/\(draft.id)"
        #expect(try admin.put("\(path)/draft", Workday.card()).status == 428)
        let second = try admin.put("\(path)/draft", Workday.card(name: "Second"), ifMatch: draft.etag)
        #expect(second.status == 200)
        #expect(try admin.put("\(path)/draft", Workday.card(name: "Third"), ifMatch: draft.etag).status == 412)
        #expect(try admin.post("\(path)/publication", ifMatch: draft.etag).status == 412)
        #expect(try admin.get(path)["/name"]?.text == "Second")
    }

    @Test func ofManyPublicationsAtOnceOneCounts() throws {
        let draft = try admin.post("scorecards", Workday.card())
        let admin = admin
        let replies = try atOnce(20) { _ in
            try admin.post("scorecards/\(draft.id)/publication", ifMatch: draft.etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(try account.number("SELECT count(*) FROM scorecard_versions") == 1)
    }

    @Test func keysAreUniqueAndFixedOncePublished() throws {
        let id = try Workday.publish(Workday.card(), by: admin)
        #expect(try admin.post("scorecards", Workday.card()).code == "key_taken")
        let etag = try admin.get("scorecards/\(id)").etag
        #expect(try admin.put("scorecards/\(id)/draft", Workday.card(key: "other"), ifMatch: etag).code == "key_fixed")
        let draft = try admin.post("scorecards", Workday.card(key: "other"))
        #expect(
            try admin.put("scorecards/\(draft.id)/draft", Workday.card(), ifMatch: draft.etag).code == "key_taken")
        #expect(
            try admin.put("scorecards/\(draft.id)/draft", Workday.card(key: "third"), ifMatch: draft.etag).status == 200
        )
    }

    @Test func draftsAreForThoseWhoEdit() throws {
        let draft = try admin.post("scorecards", Workday.card())
        #expect(try evaluator.get("scorecards/\(draft.id)").status == 404)
        #expect(try evaluator.get("scorecards")["/items"]?.elements?.isEmpty == true)
        let published = try admin.post("scorecards/\(draft.id)/publication", ifMatch: draft.etag)
        _ = try admin.put("scorecards/\(draft.id)/draft", Workday.card(name: "Secret"), ifMatch: published.etag)
        let seen = try evaluator.get("scorecards/\(draft.id)")
        #expect(seen["/hasDraft"]?.truth == false)
        #expect(seen["/draft"] == nil)
        #expect(try admin.get("scorecards/\(draft.id)")["/draft/name"]?.text == "Secret")
    }

    @Test func aRetiredScorecardIsNotUsedForNewSessions() throws {
        let id = try Workday.publish(Workday.card(), by: admin)
        let call = try admin.post("interactions", #"{"channel":"voice","startedAt":"2026-11-12T14:02:00Z"}"#)
        let retired = try admin.put("scorecards/\(id)/retirement", ifMatch: try admin.get("scorecards/\(id)").etag)
        #expect(retired["/state"]?.text == "retired")
        let body = #"{"interactionId":"\#(call.id)","scorecards":["\#(id)"]}"#
        #expect(try admin.post("evaluations", body).code == "scorecard_retired")
        #expect(try admin.get("scorecards?state=retired").all("/items", "id") == [id])
        #expect(try admin.delete("scorecards/\(id)/retirement", ifMatch: retired.etag)["/state"]?.text == "published")
        #expect(try admin.post("evaluations", body).status == 201)
    }

    @Test func theListPagesByNameAndByChange() throws {
        for name in ["Beta", "Alpha", "Gamma"] {
            account.clock.advance(byMs: 1)
            _ = try admin.post("scorecards", Workday.card(key: name, name: name))
        }
        var names: [String] = []
        var cursor: String?
        repeat {
            let page = try admin.get("scorecards?limit=1" + (cursor.map { "&cursor=\($0)" } ?? ""))
            names += page.all("/items", "name")
            cursor = page["/next"]?.text
        } while cursor != nil
        #expect(names == ["Alpha", "Beta", "Gamma"])
        #expect(try admin.get("scorecards?sort=-updatedAt").all("/items", "name") == ["Gamma", "Alpha", "Beta"])
        #expect(try admin.get("scorecards")["/total/count"]?.integer == 3)
    }
}
