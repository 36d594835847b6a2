import Foundation
import MediaWork
import Sandbox
import Synchronization
import Testing

/// Who gets a child first, and who wakes when nobody does.
struct PriorityTests {
    /// The first child holds on until the gate is open, the others fail at once; each writes down how long its request
    /// was, which tells one request from another.
    private static let doorkeeper = """
        head -c 4 <&3 | od -An -tu4 >> "$0.log"
        mkdir "$0.first" 2>/dev/null || exit 7
        while [ ! -e "$0.gate" ]; do sleep 0.01; done
        exit 6
        """

    private let script: Script
    private let input: FileHandle

    init() throws {
        script = try Script(Self.doorkeeper)
        input = try FileHandle(forReadingFrom: URL(filePath: "/dev/null"))
    }

    /// Asks on a thread of its own; the failure it got, once there is one.
    private final class Asked: Sendable {
        private let outcome = Mutex<MediaFailure?>(nil)

        var failure: MediaFailure? { outcome.withLock { $0 } }

        init(
            _ pool: MediaPool, _ input: FileHandle, _ priority: MediaPriority, _ request: MediaRequest = .probe,
            cancellation: Cancellation? = nil
        ) {
            Thread.detachNewThread { [self] in
                do throws(MediaFailure) {
                    _ = try pool.run(
                        request, inputs: [input.fileDescriptor], priority: priority, cancellation: cancellation)
                } catch {
                    outcome.withLock { $0 = error }
                }
            }
        }
    }

    private func openGate() throws { try Data().write(to: script.beside("gate")) }

    private func length(_ request: MediaRequest) -> String {
        String(WireMessage.request(request, inputs: 1, outputs: 0).framed.count - WireMessage.headerBytes)
    }

    @Test func peopleGoBeforeBatchesAndEachInTheOrderTheyCame() throws {
        let pool = MediaPool(program: script.url.path, size: 1)
        defer { pool.stop() }
        func clip(_ text: String) -> MediaRequest {
            .clip(
                ClipRecipe(
                    startMs: 0, endMs: 1, container: .wav, inputs: [], cues: [Cue(startMs: 0, endMs: 1, text: text)]))
        }
        let batches = [clip("a"), clip("bb")]
        let people = [clip("ccc"), clip("dddd")]
        // A probe may not write, and its child could not write down that it came.
        let first = Asked(pool, input, .batch, clip(""))
        try until { pool.busyCount == 1 }
        var asked: [Asked] = []
        for (number, (request, priority))
            in (batches.map { ($0, MediaPriority.batch) }
            + people.map { ($0, MediaPriority.person) }).enumerated()
        {
            asked.append(Asked(pool, input, priority, request))
            try until { pool.waitingCount == number + 1 }
        }
        try openGate()
        try until { asked.allSatisfy { $0.failure != nil } && first.failure != nil }
        let log = try String(contentsOf: script.beside("log"), encoding: .utf8).split(whereSeparator: \.isWhitespace)
        #expect(log.map(String.init) == ([clip("")] + people + batches).map(length))
    }

    @Test func batchesLeaveAChildToPeople() throws {
        let pool = MediaPool(program: script.url.path, size: 2)
        defer { pool.stop() }
        let first = Asked(pool, input, .batch)
        try until { FileManager.default.fileExists(atPath: script.beside("first").path) }
        let second = Asked(pool, input, .batch)
        try until { pool.waitingCount == 1 }
        // The other child is there for whoever sits and waits, several times over.
        for _ in 0..<3 {
            #expect(throws: MediaFailure.unavailable(code: 7)) {
                try pool.run(.probe, inputs: [input.fileDescriptor], priority: .person)
            }
        }
        #expect(pool.waitingCount == 1 && first.failure == nil && second.failure == nil)
        try openGate()
        try until { second.failure == .unavailable(code: 7) }
        #expect(first.failure == .unavailable(code: 6))
    }

    @Test func ofFourChildrenOneIsKeptForWhatTakesAnInstant() throws {
        let script = try Script("echo >> \"$0.log\"; while read -r word <&3; do :; done")
        let pool = MediaPool(program: script.url.path, size: 4)
        defer { pool.stop() }
        // A shell that is still starting has no use for a media child's limits.
        try until { (try? Data(contentsOf: script.beside("log")).count) == 4 }
        // Whoever comes first: what nobody waits for does not take the place that people leave.
        var asked = (0..<3).map { _ in Asked(pool, input, .person) }
        try until { pool.busyCount == 3 }
        asked += (0..<3).map { _ in Asked(pool, input, .batch) } + [Asked(pool, input, .person)]
        try until { pool.waitingCount == 4 }
        #expect(pool.busyCount == 3)
        asked.append(Asked(pool, input, .instant))
        try until { pool.busyCount == 4 }
        #expect(pool.waitingCount == 4)
        pool.stop()
        try until { asked.allSatisfy { $0.failure == .cancelled } }
    }

    @Test func cancellingWakesWhoeverWaits() throws {
        let pool = MediaPool(program: script.url.path, size: 1)
        defer { pool.stop() }
        let first = Asked(pool, input, .person)
        try until { pool.busyCount == 1 }
        let cancellation = Cancellation()
        let waiting = Asked(pool, input, .person, cancellation: cancellation)
        try until { pool.waitingCount == 1 }
        cancellation.cancel()
        try until { waiting.failure == .cancelled }
        #expect(pool.waitingCount == 0 && first.failure == nil)
        try openGate()
        try until { first.failure == .unavailable(code: 6) }
    }

    @Test func stoppingWakesEverybody() throws {
        let pool = MediaPool(program: script.url.path, size: 1)
        let all = (0..<4).map { Asked(pool, input, $0 % 2 == 0 ? .person : .batch) }
        try until { pool.busyCount == 1 && pool.waitingCount == 3 }
        pool.stop()
        try until { all.allSatisfy { $0.failure == .cancelled } }
    }

    @Test func everyEndIsCountedAndTold() throws {
        let ends = Mutex<[MediaEnd]>([])
        let pool = MediaPool(program: script.url.path, size: 1) { end in ends.withLock { $0.append(end) } }
        defer { pool.stop() }
        try openGate()
        for request in [MediaRequest.probe, .probe, .peaks(samplesPerPixel: 64), .probe] {
            #expect(throws: MediaFailure.self) { try pool.run(request, inputs: [input.fileDescriptor]) }
        }
        let told = ends.withLock { $0 }
        #expect(told.map(\.work) == ["probe", "probe", "peaks", "probe"])
        #expect(told.map(\.count) == [1, 2, 1, 3])
        #expect(told.map(\.failure) == [6, 7, 7, 7].map { .unavailable(code: $0) })
        #expect(
            pool.counts == [
                MediaCount(work: "peaks", outcome: "media_unavailable", count: 1),
                MediaCount(work: "probe", outcome: "media_unavailable", count: 3),
            ])
    }
}
