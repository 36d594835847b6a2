import FFmpeg
import Foundation
import MediaWork
import Testing

/// A recording that tests read in place, and the work they ask for on it.
struct Recording {
    let descriptor: Int32
    let url: URL

    private final class Closing: Sendable {
        let descriptor: Int32
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }
    private let closing: Closing

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// What the project ships.
    static let fixtures = root.appending(path: "media-fixtures")
    /// Recordings beside the checkout; only where they are.
    static let shared = root.deletingLastPathComponent().appending(path: "shared/media")

    static var hasShared: Bool { FileManager.default.fileExists(atPath: shared.path) }

    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        try #require(descriptor >= 0, "\(url.path) can be opened")
        closing = Closing(descriptor)
    }

    init(fixture name: String) throws { try self.init(Self.fixtures.appending(path: name)) }

    init(shared name: String) throws { try self.init(Self.shared.appending(path: name)) }

    var bytes: Data { get throws { try Data(contentsOf: url) } }

    func ask(_ request: MediaRequest) throws -> MediaAnswer { try MediaTask(inputs: [descriptor]).perform(request) }

    func probe() throws -> ProbeReport {
        guard case .probe(let report) = try ask(.probe) else { throw OddAnswer() }
        return report
    }

    func levels(silenceDb: Double = -50, minMs: Int = 2_000) throws -> LevelsReport {
        guard case .levels(let report) = try ask(.levels(silenceDb: silenceDb, minMs: minMs)) else {
            throw OddAnswer()
        }
        return report
    }
}

/// An answer of another kind than was asked for.
struct OddAnswer: Error {}

/// A file that a test has made, gone with the test.
final class Made {
    let url = FileManager.default.temporaryDirectory.appending(path: "earmark-\(UUID().uuidString)")
    let descriptor: Int32

    init() throws {
        descriptor = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
    }

    init(_ bytes: Data) throws {
        try bytes.write(to: url)
        descriptor = open(url.path, O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
    }

    deinit {
        close(descriptor)
        unlink(url.path)
    }

    var bytes: Data { get throws { try Data(contentsOf: url) } }

    var recording: Recording { get throws { try Recording(url) } }

    /// A WAV of 16-bit samples, channel by channel.
    static func wav(_ channels: [[Int16]], rate: Int) throws -> Made {
        var data = Data()
        func number(_ value: Int, _ bytes: Int) {
            for shift in 0..<bytes { data.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
        }
        let samples = channels[0].count
        let size = samples * channels.count * 2
        data.append(contentsOf: Array("RIFF".utf8))
        number(36 + size, 4)
        data.append(contentsOf: Array("WAVEfmt ".utf8))
        number(16, 4)
        number(1, 2)
        number(channels.count, 2)
        number(rate, 4)
        number(rate * channels.count * 2, 4)
        number(channels.count * 2, 2)
        number(16, 2)
        data.append(contentsOf: Array("data".utf8))
        number(size, 4)
        for index in 0..<samples { for channel in channels { number(Int(channel[index]), 2) } }
        return try Made(data)
    }
}

/// A tone of `ms` at half of full scale, or silence.
func tone(_ ms: Int, rate: Int = 8_000, isOn: Bool = true) -> [Int16] {
    (0..<(ms * rate / 1_000)).map { isOn ? Int16(16_000 * sin(Double($0) * 2 * .pi * 440 / Double(rate))) : 0 }
}
