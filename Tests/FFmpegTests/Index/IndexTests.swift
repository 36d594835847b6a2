import CFFmpeg
import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// The index of a recording: every packet as the demuxer gives it, found again without the demuxer.
struct IndexTests {
    static func index(_ recording: Recording) throws -> (made: Made, report: IndexReport) {
        let made = try Made()
        let task = MediaTask(inputs: [recording.descriptor], outputs: [made.descriptor])
        guard case .index(let report) = try task.perform(.index) else { throw OddAnswer() }
        return (made, report)
    }

    static let plain = [
        "charged-twice-agent.opus", "meter-reading.mp3", "card-blocked-screen1.webm", "insurance-claim-screen1.mp4",
        "cancel-contract.m4a", "warranty-repair.wav", "bad-line-agent.wav", "hotel-change-screen1.webm",
    ]

    @Test(arguments: plain) func everySampleIsWhereItsBytesAre(name: String) throws {
        let recording = try Recording(fixture: name)
        let (made, report) = try Self.index(recording)
        let reader = try IndexReader(descriptor: made.descriptor)
        let bytes = try recording.bytes
        #expect(report.isPlain)
        #expect(try report.bytes == made.bytes.count)
        #expect(reader.index.fileBytes == bytes.count)
        let source = try Source(descriptor: recording.descriptor)
        #expect(reader.index.streams.count == source.streams.count)
        var seen = 0
        for (number, stream) in reader.index.streams.enumerated() {
            #expect(stream.parameters == StreamParameters(source.streams[number]))
            #expect(stream.blocks.dropLast().allSatisfy { $0.samples == SampleIndex.blockSamples })
            let samples = try stream.blocks.flatMap { try reader.samples($0, of: stream) }
            let packets = try Self.packets(recording, stream: number)
            #expect(samples.map(\.size) == packets.map(\.bytes.count))
            #expect(samples.map(\.pts) == packets.map(\.pts))
            #expect(samples.map(\.dts) == packets.map(\.dts))
            #expect(samples.map(\.duration) == packets.map(\.duration))
            #expect(samples.map(\.isKeyframe) == packets.map(\.isKey))
            #expect(zip(samples, packets).allSatisfy { bytes[$0.position..<($0.position + $0.size)] == $1.bytes })
            #expect(stream.bytes == samples.reduce(0) { $0 + $1.size })
            for block in stream.blocks {
                let part = try reader.samples(block, of: stream)
                #expect(part.first?.dts == block.firstDts && part.map(\.pts).min() == block.firstPts)
                #expect(part.count(where: \.isKeyframe) == block.keyframes)
            }
            seen += samples.count
        }
        #expect(report.samples == seen && seen > 0)
    }

    @Test func itIsSmall() throws {
        let recording = try Recording(fixture: "charged-twice-agent.opus")
        let (_, report) = try Self.index(recording)
        #expect(report.bytes < report.samples * 8 + 1_000)
    }

    @Test func aPacketThatIsNotAsInTheFileIsNoPlainSample() throws {
        // A file whose one page of Ogg is torn: the packet that goes on in the next page is no range of the file.
        let whole = try Recording(fixture: "charged-twice-agent.opus").bytes
        var torn = whole
        let second = try #require(torn.range(of: Data("OggS".utf8), in: 200..<torn.count)).lowerBound
        torn.insert(contentsOf: [0], at: second)
        let (made, _) = try Self.index(try Made(torn).recording)
        let reader = try IndexReader(descriptor: made.descriptor)
        // Whatever it says is true of the file that was indexed.
        let packets = try Self.packets(try Made(torn).recording, stream: 0)
        let stream = reader.index.streams[0]
        let samples = try stream.blocks.flatMap { try reader.samples($0, of: stream) }
        #expect(samples.map(\.size) == packets.map(\.bytes.count))
        if stream.isPlain {
            #expect(zip(samples, packets).allSatisfy { torn[$0.position..<($0.position + $0.size)] == $1.bytes })
        }
    }

    @Test func aDamagedIndexIsAFailureAndNoMore() throws {
        let (made, _) = try Self.index(try Recording(fixture: "insurance-claim-screen1.mp4"))
        let sound = try made.bytes
        var state: UInt32 = 7
        func random(_ below: Int) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 8) % below
        }
        var refused = 0
        for _ in 0..<400 {
            var bytes = sound
            for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
            if random(4) == 0 { bytes = bytes.prefix(random(bytes.count)) }
            do {
                let damaged = try Made(bytes)
                let reader = try IndexReader(descriptor: damaged.descriptor)
                for stream in reader.index.streams {
                    for block in stream.blocks {
                        for sample in try reader.samples(block, of: stream) where stream.isPlain {
                            #expect(sample.position >= 0 && sample.position + sample.size <= reader.index.fileBytes)
                        }
                    }
                }
            } catch {
                #expect(error as? MediaFailure == IndexReader.damaged)
                refused += 1
            }
        }
        #expect(refused > 50)
        #expect(throws: IndexReader.damaged) { try IndexReader(descriptor: try Made(Data()).descriptor) }
    }

    struct SourcePacket {
        let bytes: Data
        let dts: Int
        let pts: Int
        let duration: Int
        let isKey: Bool
    }

    static func packets(_ recording: Recording, stream: Int) throws -> [SourcePacket] {
        let source = try Source(descriptor: recording.descriptor)
        let packet = try Packet()
        var packets: [SourcePacket] = []
        while try source.read(into: packet) {
            guard packet.stream == stream else { continue }
            let raw = packet.raw.pointee
            packets.append(
                SourcePacket(
                    bytes: Data(bytes: raw.data, count: Int(raw.size)), dts: Int(raw.dts), pts: Int(raw.pts),
                    duration: Int(raw.duration), isKey: raw.flags & AV_PKT_FLAG_KEY != 0))
        }
        return packets
    }
}
