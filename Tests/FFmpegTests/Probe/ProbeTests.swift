import Foundation
import MediaWork
import Testing

/// What a probe finds in good files and in bad ones.
struct ProbeTests {
    /// The parts of `media-fixtures/manifest.json` that say what a probe must find.
    struct Manifest: Decodable {
        struct Stream: Decodable {
            var type: String
            var codec: String
            var durationMs: Int
            var sampleRate: Int?
            var channels: Int?
            var width: Int?
            var height: Int?
        }
        struct File: Decodable {
            var file: String
            var container: String
            var durationMs: Int
            var streams: [Stream]
        }
        struct Broken: Decodable {
            var file: String
            var expect: String
            var health: [String]?
        }
        var durationToleranceMs: Int
        var files: [File]
        var broken: [Broken]

        static func read() throws -> Manifest {
            let bytes = try Data(contentsOf: Recording.fixtures.appending(path: "manifest.json"))
            return try JSONDecoder().decode(Manifest.self, from: bytes)
        }
    }

    @Test func everyFixtureIsWhatItsManifestSays() throws {
        let manifest = try Manifest.read()
        #expect(manifest.files.count > 20)
        for file in manifest.files {
            let report = try Recording(fixture: file.file).probe()
            let tolerance = manifest.durationToleranceMs
            #expect(report.container == file.container, "\(file.file)")
            #expect(abs(report.durationMs - file.durationMs) <= tolerance, "\(file.file)")
            #expect(report.streams.count == file.streams.count, "\(file.file)")
            for (found, said) in zip(report.streams, file.streams) {
                #expect(found.type.rawValue == said.type && found.codec == said.codec, "\(file.file)")
                #expect(found.width == said.width && found.height == said.height, "\(file.file)")
                #expect(found.sampleRate == said.sampleRate && found.channels == said.channels, "\(file.file)")
                #expect(abs(found.durationMs - said.durationMs) <= tolerance, "\(file.file)")
            }
        }
    }

    @Test func aGlanceSeesTheSameStreams() throws {
        for file in try Manifest.read().files {
            let recording = try Recording(fixture: file.file)
            guard case .probe(let glance) = try recording.ask(.glance) else { throw OddAnswer() }
            let probe = try recording.probe()
            #expect(glance.container == probe.container && glance.durationMs == probe.durationMs, "\(file.file)")
            #expect(glance.streams == probe.streams, "\(file.file)")
        }
    }

    @Test func brokenFixturesAreRefusedOrSaidToBeUnwell() throws {
        for broken in try Manifest.read().broken where !broken.file.contains("transcript") {
            guard !broken.file.hasSuffix(".srt") else { continue }
            let recording = try Recording(fixture: broken.file)
            if broken.expect == "refused" {
                #expect(throws: MediaFailure.self, "\(broken.file)") { try recording.probe() }
            } else {
                let codes = try recording.probe().health.map(\.code.rawValue)
                #expect(!Set(codes).isDisjoint(with: broken.health ?? []), "\(broken.file): \(codes)")
            }
        }
    }

    @Test(.enabled(if: Recording.hasShared, "../shared/media is not there"))
    func brokenFilesOfManyKindsGetAnAnswer() throws {
        let folder = Recording.shared.appending(path: "broken")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        for name in names where !name.hasSuffix("mp4/") {
            let url = folder.appending(path: name)
            guard (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true else { continue }
            let recording = try Recording(url)
            // An answer or a failure of the one kind there is; whatever else happened would end the test run.
            for request in [MediaRequest.probe, .levels(silenceDb: -50, minMs: 100)] {
                do { _ = try recording.ask(request) } catch { #expect(error is MediaFailure, "\(name)") }
            }
        }
    }

    @Test(.enabled(if: Recording.hasShared, "../shared/media is not there"))
    func aVideoHasItsSizeAndRates() throws {
        let report = try Recording(shared: "crystal.mp4").probe()
        #expect(report.container == "mp4" && report.durationMs == 11_967 && report.health.isEmpty)
        #expect(
            report.streams == [
                StreamReport(
                    index: 0, type: .video, codec: "h264", width: 720, height: 480, frameRate: 30,
                    pixelFormat: "yuv420p", durationMs: 11_967),
                StreamReport(index: 1, type: .audio, codec: "aac", sampleRate: 44_100, channels: 2, durationMs: 11_933),
            ])
        #expect(try Recording(shared: "rabbit320.webm").probe().container == "webm")
    }

    @Test(.enabled(if: Recording.hasShared, "../shared/media is not there"))
    func aCoverPictureIsNoVideo() throws {
        let streams = try Recording(shared: "speech.mp3").probe().streams
        #expect(streams.map(\.type) == [.audio, .data])
    }

    @Test func aWaveThatPromisesTooMuchIsCutOff() throws {
        var bytes = try Made.wav([tone(1_000)], rate: 8_000).bytes
        bytes.replaceSubrange(40..<44, with: [0x00, 0x00, 0x10, 0x00])
        let report = try Made(bytes).recording.probe()
        #expect(report.health.map(\.code) == [.truncated] && report.durationMs == 1_000)
    }

    @Test func aSilentChannelIsNamed() throws {
        let wav = try Made.wav([tone(1_000), tone(1_000, isOn: false)], rate: 8_000)
        let health = try wav.recording.probe().health
        #expect(health == [Health(.silentChannel, "Nothing is heard on channel 2 of 2.")])
    }

    @Test func aBlackScreenIsSeen() throws {
        // The screen begins after the clip has ended.
        let inputs = [ClipInput(kind: .audio), ClipInput(kind: .screen, offsetMs: 5_000)]
        let recordings = try ["wrong-number.wav", "charged-twice-screen1.mp4"].map { try Recording(fixture: $0) }
        let before = ClipRecipe(startMs: 1_000, endMs: 3_000, container: .mp4, inputs: inputs)
        #expect(try cut(before, recordings).made.recording.probe().health.map(\.code) == [.blackScreen])
        let after = ClipRecipe(startMs: 4_000, endMs: 6_000, container: .mp4, inputs: inputs)
        #expect(try cut(after, recordings).made.recording.probe().health.isEmpty)
    }

    @Test func nothingAndNonsenseAreNoMedia() throws {
        #expect(throws: MediaFailure.unsupportedFormat("")) { try Made(Data()).recording.probe() }
        let text = Data(repeating: 0x61, count: 5_000)
        #expect(throws: MediaFailure.unsupportedFormat("")) { try Made(text).recording.probe() }
        let list = Data("ffconcat version 1.0\nfile /etc/passwd\n".utf8)
        #expect(throws: MediaFailure.unsupportedFormat("concat")) { try Made(list).recording.probe() }
    }

    @Test func tooManyChannelsAreRefused() throws {
        let wav = try Made.wav(Array(repeating: tone(100), count: 9), rate: 8_000)
        #expect(throws: MediaFailure.tooLarge(.channels)) { try wav.recording.probe() }
    }
}
