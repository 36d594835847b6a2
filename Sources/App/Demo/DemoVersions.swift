import HTTP
import JSON

/// What became of the demo's scorecards later: another version, one that is retired, and filters people keep.
extension DemoStory {
    func addVersions() throws {
        for version in list("versions") {
            guard let content = version["content"], let id = scorecardIDs[text(content, "key")] else { continue }
            let editor = try door(of: text(version, "by"))
            let now = try editor.ask(.get, "scorecards/\(id)")
            let draft = try editor.ask(.put, "scorecards/\(id)/draft", content, ifMatch: now["etag"]?.text)
            try editor.ask(.post, "scorecards/\(id)/publication", ifMatch: draft["etag"]?.text)
        }
        for retired in list("retired") {
            guard let id = scorecardIDs[text(retired, "scorecard")] else { continue }
            let editor = try door(of: text(retired, "by"))
            let now = try editor.ask(.get, "scorecards/\(id)")
            try editor.ask(.put, "scorecards/\(id)/retirement", ifMatch: now["etag"]?.text)
        }
    }

    func addViews() throws {
        for view in list("views") {
            try door(of: text(view, "by")).ask(
                .post, "evaluation-views", .members(("name", view["name"]), ("query", view["query"])))
        }
    }
}
