import Foundation
import MediaWork
import Sandbox
import Testing

/// Files that want to be more than a recording: nothing is fetched, nothing beside them is read.
struct AttackTests {
    private let listener: Listener
    private let neighbour: Script
    private let pool = MediaPool(program: Ordeal.program, size: 4, wallClock: .seconds(25))
    private let attacks: AttackFiles

    /// What stands in the neighbour, and would be found in what is made of it.
    private static let secret = Array("the neighbour's own words".utf8)

    init() throws {
        listener = try Listener()
        neighbour = try Script("")
        let sound = HandmadeSound.au + Array(repeating: Self.secret, count: 400).joined()
        try Data(sound).write(to: neighbour.beside("au"))
        attacks = AttackFiles(
            address: "http://127.0.0.1:\(listener.port)", neighbour: neighbour.beside("au").path)
    }

    private func results(_ bytes: [UInt8]) throws -> [Ordeal.Result] {
        try Ordeal.requests(clip: .wav, bundle: .mkv).map { try Ordeal(pool: pool).face(bytes, $0) }
    }

    @Test func aListOfMediaElsewhereIsNoRecording() throws {
        for (name, text) in attacks.lists {
            for result in try results(Array(text.utf8)) {
                guard case .unsupportedFormat = result.failure else {
                    Issue.record("\(name), \(result.request.name): \(String(describing: result.failure))")
                    continue
                }
            }
        }
        #expect(listener.visits == 0)
        pool.stop()
    }

    @Test func aRecordingThatPointsElsewhereIsReadWhereItIsOrNotAtAll() throws {
        let fixtures = try Ordeal.recordings()
        let mp4 = try #require(fixtures.first { $0.name == "cancel-contract.m4a" }).bytes
        let mp3 = try #require(fixtures.first { $0.name == "password-reset.mp3" }).bytes
        for (name, bytes) in attacks.recordings(mp4: mp4, mp3: mp3) {
            for result in try results(bytes) {
                #expect(!result.written.contains(Self.secret), "\(name), \(result.request.name)")
                #expect(result.failure?.isALoss != true, "\(name): \(String(describing: result.failure))")
            }
        }
        #expect(listener.visits == 0)
        pool.stop()
    }

    @Test func whoeverCameWouldBeSeen() throws {
        #expect(listener.visits == 0)
        try listener.visit()
        #expect(listener.visits == 1)
        // The neighbour is a recording with the secret in it, to whoever opens it.
        let bytes = Array(try Data(contentsOf: neighbour.beside("au")))
        #expect(bytes.contains(Self.secret))
        #expect(try Ordeal(pool: pool).face(bytes, .probe).failure == nil)
        pool.stop()
    }

    @Test func theBrokenFilesOfTheProjectAreAnswered() throws {
        let folder = Ordeal.fixtures.appending(path: "broken")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            for result in try results(Array(try Data(contentsOf: folder.appending(path: name)))) {
                #expect(result.failure?.isALoss != true, "\(name): \(String(describing: result.failure))")
            }
        }
        pool.stop()
    }
}

extension MediaFailure {
    /// The child did not get to say it.
    fileprivate var isALoss: Bool {
        switch self {
        case .crashed, .violated, .killed, .timedOut, .cpuSpent, .unavailable, .unlocked: true
        default: false
        }
    }
}
