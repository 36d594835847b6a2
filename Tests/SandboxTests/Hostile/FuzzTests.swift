import Foundation
import MediaWork
import Sandbox
import Synchronization
import Testing

/// Damaged recordings, hundreds of them: each is answered, no answer takes long, and a child that dies harms nobody.
///
/// `make fuzz` does the same with more files and another seed; `EARMARK_FUZZ_FILES`, `EARMARK_FUZZ_SEED` and
/// `EARMARK_FUZZ_CORPUS` (a directory of further recordings) say with which.
final class FuzzTests: Sendable {
    private static let environment = ProcessInfo.processInfo.environment
    private static let files = Int(environment["EARMARK_FUZZ_FILES"] ?? "") ?? 500
    private static let seed = UInt64(environment["EARMARK_FUZZ_SEED"] ?? "") ?? 1
    private static let answerWithin: Duration = .seconds(30)

    /// What is to be looked into, by number of the file.
    private struct Finding: Sendable {
        let number: Int
        let work: String
        let failure: MediaFailure
    }

    private let findings = Mutex<[Finding]>([])
    private let slowest = Mutex<Duration>(.zero)

    @Test func everyDamagedFileIsAnswered() throws {
        let corpus = try FuzzCorpus(with: Self.environment["EARMARK_FUZZ_CORPUS"])
        let pool = MediaPool(program: Ordeal.program, size: 4, wallClock: Self.answerWithin - .seconds(5))
        defer { pool.stop() }
        try onEveryThread { number in try self.face(number, corpus, Ordeal(pool: pool)) }

        let found = findings.withLock { $0 }.sorted { $0.number < $1.number }
        let slowest = slowest.withLock { $0 }
        let kinds = corpus.recordings.count
        print(
            "fuzz: \(Self.files) files of \(kinds) recordings, seed \(Self.seed), slowest answer \(slowest)\n"
                + pool.counts.table)
        for finding in found {
            let name = corpus.recording(finding.number).name
            print(
                "fuzz: file \(finding.number) of \(name), \(finding.work): \(finding.failure) (kept in \(Self.keep.path))"
            )
        }
        #expect(slowest < Self.answerWithin)
        #expect(pool.counts.filter { $0.work == "probe" }.map(\.count).reduce(0, +) == Self.files)
        // A decoder may crash: that is what the child is for. Whatever else ends a child is our own mistake.
        let ours = found.filter { !$0.failure.isOfADecoder }
        #expect(ours.isEmpty)
        // After all that a good file is read as ever.
        let good = try Ordeal(pool: pool).face(corpus.recordings[0].bytes, .probe)
        #expect(good.failure == nil)
    }

    @Test func theSameSeedGivesTheSameFile() {
        let bytes = (0..<5_000).map { UInt8(truncatingIfNeeded: $0) }
        func damaged(_ seed: UInt64) -> [UInt8] {
            var dice = Dice(seed: seed)
            return Mutation.damaged(bytes, others: [bytes.reversed()], &dice)
        }
        #expect((0..<50).allSatisfy { damaged($0) == damaged($0) })
        #expect(Set((0..<50).map(damaged)).count > 45)
    }

    /// A kind that no damaged file is made of is a kind nobody has tried.
    @Test func theCorpusHoldsEveryKindThatIsRead() throws {
        let pool = MediaPool(program: Ordeal.program, size: 2)
        defer { pool.stop() }
        var kinds: Set<String> = []
        for (name, bytes) in try FuzzCorpus(with: nil).recordings {
            let input = try Scratch(bytes)
            let answer = try pool.run(.probe, inputs: [input.descriptor], outputs: [], priority: .person)
            guard case .probe(let report) = answer else {
                Issue.record("\(name) is no recording")
                continue
            }
            kinds.insert(report.container)
            kinds.formUnion(report.streams.map(\.codec))
        }
        #expect(Self.read.subtracting(kinds) == [])
    }

    private static let read: Set<String> = [
        "mp4", "m4a", "mov", "webm", "matroska", "ogg", "wav", "w64", "mp3", "aac", "flac", "avi", "mpegts", "amr",
        "au",
        "aiff", "caf", "asf",
        "h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "png", "tscc", "g2m",
        "aac", "mp3", "opus", "vorbis", "flac", "wmav1", "wmav2", "amr_nb", "amr_wb", "gsm", "gsm_ms", "adpcm_ms",
        "adpcm_ima_wav", "adpcm_g722", "adpcm_g726", "adpcm_g726le", "g729", "pcm_s16le", "pcm_alaw", "pcm_mulaw",
        "pcm_f32le", "pcm_s24be",
    ]

    private func face(_ number: Int, _ corpus: FuzzCorpus, _ ordeal: Ordeal) throws {
        var dice = Dice(seed: Self.seed &* 1_000_003 &+ UInt64(number))
        let others = corpus.recordings.map(\.bytes)
        let bytes = Mutation.damaged(corpus.recording(number).bytes, others: others, &dice)
        let requests = Ordeal.requests(
            clip: dice.pick([.mp4, .webm, .mkv, .wav, .m4a]), bundle: dice.pick([.mkv, .mp4]))
        // As the server does: what a probe refuses is not worked on any further. Some go on all the same, since the
        // decoders behind a probe have to bear everything too.
        let goesOn = dice.below(8) == 0
        let making = Ordeal.alwaysDone + dice.below(requests.count - Ordeal.alwaysDone)
        for (position, request) in requests.enumerated() where position < Ordeal.alwaysDone || position == making {
            let start = ContinuousClock.now
            let result = try ordeal.face(bytes, request)
            let lasted = start.duration(to: .now)
            slowest.withLock { $0 = max($0, lasted) }
            if let failure = result.failure, failure.isAFinding {
                findings.withLock { $0.append(Finding(number: number, work: request.name, failure: failure)) }
                try keep(bytes, "\(Self.seed)-\(number)-\(request.name)-\(failure.code)")
            }
            if position == 0, result.failure != nil, !goesOn { return }
        }
    }

    private static let keep = URL(
        filePath: environment["EARMARK_FUZZ_KEEP"] ?? Ordeal.root.appending(path: "artifacts/fuzz").path)

    private func keep(_ bytes: [UInt8], _ name: String) throws {
        try FileManager.default.createDirectory(at: Self.keep, withIntermediateDirectories: true)
        try Data(bytes).write(to: Self.keep.appending(path: name))
    }

    /// Runs `body` for every file, on as many threads as there are children.
    private func onEveryThread(_ body: @escaping @Sendable (Int) throws -> Void) throws {
        let next = Atomic<Int>(0)
        let errors = Mutex<[any Error]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            while true {
                let number = next.add(1, ordering: .relaxed).oldValue
                guard number < Self.files else { return }
                do { try body(number) } catch { errors.withLock { $0.append(error) } }
            }
        }
        if let error = errors.withLock({ $0.first }) { throw error }
    }
}

extension MediaFailure {
    /// Whether somebody should look at the file.
    fileprivate var isAFinding: Bool {
        switch self {
        case .crashed, .violated, .killed, .timedOut, .cpuSpent, .unavailable, .unlocked, .misasked: true
        default: false
        }
    }

    /// A crash as C code crashes; our own code traps otherwise.
    fileprivate var isOfADecoder: Bool {
        guard case .crashed(let signal) = self else { return false }
        return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGABRT
    }
}
