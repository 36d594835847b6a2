import Crypto
import Domain
import Foundation
import HTTP
import JSON
import SQL

/// A small believable account: people, scorecards, calls with their screens, sessions, made through the same doors as
/// anybody's.
package enum DemoAccount {
    /// What the command prints: who can sign in, and with what.
    package struct SignIn: Sendable {
        package let login: String
        package let name: String
        package let role: String
        package let password: String
    }

    /// Fills an account nobody is in yet; refuses any other. `clock` is that of the instance, `fixtures` the directory of
    /// the recordings, `tell` hears what is going on.
    package static func fill(
        _ instance: Instance, _ clock: DemoClock, fixtures: String, tell: (String) -> Void
    ) throws -> [SignIn] {
        let story = try DemoStory(
            instance, script: try read(fixtures + "/demo.json"), manifest: try read(fixtures + "/manifest.json"),
            fixtures: fixtures)
        guard try story.isUntouched() else {
            throw Refusal("demo_not_empty", "This data directory is in use; the demo needs an empty one.")
        }
        tell("Adding people and settings")
        let signIns = try story.addPeople()
        tell("Adding scorecards, and what was scored with them")
        try story.addHistory(clock)
        tell("Uploading the recordings of \(story.callCount) calls")
        try story.addCalls()
        try story.addChats()
        try story.addOffline()
        tell("Reading the recordings")
        try story.waitForJobs()
        tell("Adding comments and moments")
        try story.addRemarks()
        tell("Scoring")
        try story.addSessions()
        try story.addMessages()
        try story.addVersions()
        try story.addViews()
        try story.waitForJobs()
        return signIns
    }

    private static func read(_ path: String) throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal("demo_fixtures", "The demo's files were not found at \(path).")
        }
        return try JSONReader.read(Array(data))
    }
}
