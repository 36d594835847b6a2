import Foundation
import MediaWork
import Sandbox
import Testing

/// The pool before children that work, fail, die, hang and lie.
struct PoolTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let fixtures = root.appending(path: "media-fixtures")

    /// The real child, built beside the tests.
    private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "earmark-media").path

    private func open(_ name: String) throws -> FileHandle {
        try FileHandle(forReadingFrom: Self.fixtures.appending(path: name))
    }

    private func ask(_ pool: MediaPool, _ name: String = "wrong-number.wav", cancellation: Cancellation? = nil) throws
        -> MediaAnswer
    {
        let file = try open(name)
        return try pool.run(.probe, inputs: [file.fileDescriptor], cancellation: cancellation)
    }

    private func failure(_ body: String, wallClock: Duration = .seconds(5)) throws -> MediaFailure? {
        // A child that goes before it has heard the request is taken for one that died while it waited.
        let script = try Script("head -c 4 <&3 >/dev/null\n\(body)")
        let pool = MediaPool(program: script.url.path, size: 1, wallClock: wallClock)
        defer { pool.stop() }
        return #expect(throws: MediaFailure.self) { try ask(pool) }
    }

    @Test func oneChildAfterAnotherAnswers() throws {
        let pool = MediaPool(program: Self.program, size: 2)
        defer { pool.stop() }
        for _ in 0..<5 {
            guard case .probe(let report) = try ask(pool) else { throw CancellationError() }
            #expect(report.container == "wav" && report.durationMs == 11_927)
        }
    }

    @Test func anUnreadableFileIsToldAndTheNextIsRead() throws {
        let pool = MediaPool(program: Self.program, size: 1)
        defer { pool.stop() }
        #expect(throws: MediaFailure.unsupportedFormat("")) { try ask(pool, "broken/noise.opus") }
        #expect(throws: MediaFailure.unsupportedFormat("hls")) { try ask(pool, "broken/stream.mp4") }
        guard case .probe = try ask(pool) else { throw CancellationError() }
    }

    @Test func aResultIsWrittenToTheDescriptorGiven() throws {
        let pool = MediaPool(program: Self.program, size: 1)
        defer { pool.stop() }
        let url = FileManager.default.temporaryDirectory.appending(path: "earmark-\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data().write(to: url)
        let output = try FileHandle(forUpdating: url)
        let input = try open("wrong-number.wav")
        let recipe = ClipRecipe(startMs: 1_000, endMs: 3_000, container: .wav, inputs: [ClipInput(kind: .audio)])
        let answer = try pool.run(
            .clip(recipe), inputs: [input.fileDescriptor], outputs: [output.fileDescriptor])
        guard case .clip(let report) = answer else { throw CancellationError() }
        #expect(report.durationMs == 2_000)
        #expect(try Data(contentsOf: url).count == report.bytes)
        // The caller's descriptor is still its own.
        #expect(try output.seekToEnd() == UInt64(report.bytes))
    }

    @Test func aProbeMayNotWrite() throws {
        // The limit is set before the request is sent.
        let write = "exec 4>\"$0.out\"; rm -f \"$0.out\"; echo x >&4"
        #expect(try failure(write) == .tooLarge(.output))
    }

    @Test func aChildThatCrashesIsNamedByItsSignal() throws {
        for (signal, expected) in [
            ("SEGV", MediaFailure.crashed(signal: SIGSEGV)), ("ABRT", .crashed(signal: SIGABRT)),
            ("FPE", .crashed(signal: SIGFPE)), ("KILL", .killed), ("SYS", .violated), ("XCPU", .cpuSpent),
            ("XFSZ", .tooLarge(.output)),
        ] {
            let failure = try failure("kill -\(signal) $$")
            #expect(failure == expected)
        }
    }

    @Test func aChildThatHangsIsStopped() throws {
        #expect(try failure("exec sleep 100", wallClock: .milliseconds(300)) == .timedOut)
    }

    @Test func aChildThatLiesIsNotBelieved() throws {
        // An answer longer than any, one of no kind, one that is a request, one that ends in the middle.
        #expect(try failure("printf '\\377\\377\\377\\377' >&3; exec sleep 100") == .unavailable(code: EPROTO))
        #expect(try failure("printf '\\002\\000\\000\\000zz' >&3; exec sleep 100") == .unavailable(code: EPROTO))
        #expect(try failure("printf '\\100\\000\\000\\000abc' >&3; exit 7") == .unavailable(code: 7))
    }

    @Test func aChildThatClosesItsEndAndStaysIsEnded() throws {
        #expect(try failure("exec 3>&-; exec sleep 100") == .unavailable(code: EPROTO))
    }

    @Test func aChildThatCannotBeLockedDownDoesNoWork() throws {
        #expect(try failure("exit 90") == .unlocked)
        // Gone before the request came.
        let script = try Script("exit 90")
        let pool = MediaPool(program: script.url.path, size: 1)
        defer { pool.stop() }
        usleep(100_000)
        #expect(throws: MediaFailure.unlocked) { try ask(pool) }
    }

    @Test func aMissingProgramIsSaid() throws {
        let pool = MediaPool(program: "/nowhere/earmark-media", size: 1)
        defer { pool.stop() }
        #expect(throws: MediaFailure.unavailable(code: ENOENT)) { try ask(pool) }
        #expect(throws: MediaFailure.unavailable(code: ENOENT)) { try ask(pool) }
    }

    @Test func cancellingEndsTheChild() throws {
        let script = try Script("exec sleep 100")
        let pool = MediaPool(program: script.url.path, size: 1)
        defer { pool.stop() }
        let before = Cancellation()
        before.cancel()
        #expect(throws: MediaFailure.cancelled) { try ask(pool, cancellation: before) }
        let during = Cancellation()
        Thread.detachNewThread {
            usleep(200_000)
            during.cancel()
        }
        #expect(throws: MediaFailure.cancelled) { try ask(pool, cancellation: during) }
    }

    @Test func aStoppedPoolDoesNothingMore() throws {
        let pool = MediaPool(program: Self.program, size: 1)
        pool.stop()
        #expect(throws: MediaFailure.cancelled) { try ask(pool) }
    }

    @Test func theChildHasNoEnvironmentAndNothingOpen() throws {
        // What the shell itself sets is not ours: PWD, OLDPWD, SHLVL, _.
        let script = """
            left=$(env | grep -v -e ^PWD= -e ^OLDPWD= -e ^SHLVL= -e ^_= -e ^SWIFT_BACKTRACE=enable=no)
            [ -n "$left" ] && exit 8
            # The shell reads this script from one of its own, 10 or above; the list itself was one until now.
            for descriptor in /proc/$$/fd/*; do
                [ -e "$descriptor" ] || continue
                case ${descriptor##*/} in [0-3]|1?|255) ;; *) exit 7 ;; esac
            done
            exit 9
            """
        #expect(try failure(script) == .unavailable(code: 9))
    }
}
