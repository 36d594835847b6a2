import CSandbox
import Foundation
import Testing

/// What a hostile file could do once it had taken over the child: nothing but answer or die.
struct LockdownTests {
    private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "earmark-media")

    /// The child after it has locked itself down and tried `what`.
    private func attempt(_ what: String) throws -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["try", what]
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        try process.run()
        process.waitUntilExit()
        return process
    }

    @Test(arguments: [
        "remove", "socket", "connect", "listen", "exec", "fork", "ptrace", "kill", "peek", "code", "namespace", "mount",
        "ring",
    ])
    func whatNoFileNeedsEndsTheChild(what: String) throws {
        let process = try attempt(what)
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGSYS)
    }

    @Test(arguments: ["open", "create", "memory"])
    func whatLibrariesTryIsRefused(what: String) throws {
        let process = try attempt(what)
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    }

    /// The same attempts, where nothing is locked down: they get through, so a refusal is the lockdown's.
    @Test(arguments: ["open", "create", "remove", "socket", "connect", "listen", "kill", "code", "thread"])
    func withoutTheLockdownItIsPossible(what: String) {
        #expect(earmark_attempt(what) == 0)
    }

    @Test func threadsWorkAndACrashKeepsItsSignal() throws {
        let thread = try attempt("thread")
        #expect(thread.terminationReason == .exit && thread.terminationStatus == 0)
        let crash = try attempt("abort")
        #expect(crash.terminationReason == .uncaughtSignal && crash.terminationStatus == SIGABRT)
    }

    @Test func whatAChildRehearsesWorks() throws {
        let rehearsal = try attempt("rehearsal")
        #expect(rehearsal.terminationReason == .exit && rehearsal.terminationStatus == 0)
    }

    @Test func anUnknownAttemptIsNoRefusal() throws {
        let process = try attempt("opne")
        #expect(process.terminationReason == .exit && process.terminationStatus == 2)
    }
}
