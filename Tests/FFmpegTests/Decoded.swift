import CFFmpeg
import Foundation
import MediaWork

@testable import FFmpeg

/// A file decoded whole, to be compared with another.
enum Decoded {
    /// Every picture in order: when it comes on screen (ms) and its luma in whole rows.
    static func pictures(_ recording: Recording, fromMs: Int = 0, untilMs: Int = .max) throws -> [Picture] {
        let track = try TrackReader(Source(descriptor: recording.descriptor), AVMEDIA_TYPE_VIDEO)
        var pictures: [Picture] = []
        while try track.next() {
            let ms = Double(track.time(rate: 90_000) ?? 0) / 90
            guard ms >= Double(fromMs), ms < Double(untilMs) else { continue }
            pictures.append(Picture(track.frame.raw.pointee, ms: ms))
        }
        return pictures
    }

    /// The picture in a JPEG file.
    static func jpeg(_ data: Data) throws -> Picture? {
        var context = avcodec_alloc_context3(avcodec_find_decoder_by_name("mjpeg"))
        defer { avcodec_free_context(&context) }
        guard let decoder = context, avcodec_open2(decoder, nil, nil) >= 0 else { return nil }
        let packet = try Packet(Array(data))
        let frame = try Frame()
        guard avcodec_send_packet(decoder, packet.raw) >= 0, avcodec_receive_frame(decoder, frame.raw) >= 0 else {
            return nil
        }
        return withExtendedLifetime(frame) { Picture(frame.raw.pointee, ms: 0) }
    }

    struct Picture {
        let ms: Double
        let width: Int
        let height: Int
        let luma: [UInt8]

        init(_ frame: AVFrame, ms: Double) {
            self.ms = ms
            width = Int(frame.width)
            height = Int(frame.height)
            luma = (0..<height).flatMap { row in
                Array(UnsafeBufferPointer(start: frame.data.0! + row * Int(frame.linesize.0), count: Int(frame.width)))
            }
        }

        /// The same with other numbers.
        init(_ other: Picture, luma: [UInt8]) {
            (ms, width, height) = (other.ms, other.width, other.height)
            self.luma = luma
        }

        /// A rectangle's luma.
        func part(x: Int, y: Int, width: Int, height: Int) -> [UInt8] {
            (y..<(y + height)).flatMap { luma[($0 * self.width + x)..<($0 * self.width + x + width)] }
        }

        /// Likeness in dB; over 30 is the same picture encoded anew.
        func psnr(_ other: Picture) -> Double {
            guard luma.count == other.luma.count, !luma.isEmpty else { return 0 }
            var error = 0
            for (mine, theirs) in zip(luma, other.luma) {
                let difference = Int(mine) - Int(theirs)
                error += difference * difference
            }
            guard error > 0 else { return 99 }
            return 10 * log10(255 * 255 * Double(luma.count) / Double(error))
        }
    }

    /// The sound of every channel, and its rate.
    static func sound(_ recording: Recording) throws -> (rate: Int, channels: [[Float]]) {
        let reader = try AudioReader(Source(descriptor: recording.descriptor))
        var channels = [[Float]](repeating: [], count: reader.channels)
        while let block = try reader.next() {
            for channel in channels.indices {
                var samples = [Float](repeating: 0, count: block.count)
                samples.withUnsafeMutableBufferPointer { Samples.copy(block.frame, channel: channel, into: $0) }
                let place = Int(block.position)
                if place > channels[channel].count {
                    channels[channel] += [Float](repeating: 0, count: place - channels[channel].count)
                }
                channels[channel] += samples
            }
        }
        return (reader.rate, channels)
    }

    /// Packets of a stream: when they are shown or heard in ms, and the bytes.
    static func packets(_ recording: Recording, stream: Int) throws -> [(ms: Double, bytes: Data)] {
        let source = try Source(descriptor: recording.descriptor)
        let packet = try Packet()
        var packets: [(ms: Double, bytes: Data)] = []
        while try source.read(into: packet) {
            guard packet.stream == stream else { continue }
            let unit = source.streams[stream].pointee.time_base
            let ms = Double(packet.raw.pointee.pts) * Double(unit.num) / Double(unit.den) * 1_000
            packets.append((ms, Data(bytes: packet.raw.pointee.data, count: Int(packet.raw.pointee.size))))
        }
        return packets
    }

    /// By how many samples `part` comes later in `whole` than at `place`, where the two are most alike.
    static func lag(of part: ArraySlice<Float>, in whole: [Float], at place: Int, within reach: Int) -> Int {
        var best = (likeness: -Float.infinity, lag: 0)
        for lag in -reach...reach where place + lag >= 0 && place + lag + part.count <= whole.count {
            var product: Float = 0
            var energy: Float = 0
            for (offset, sample) in part.enumerated() {
                let other = whole[place + lag + offset]
                product += sample * other
                energy += other * other
            }
            let likeness = product / max(energy.squareRoot(), 0.000_001)
            if likeness > best.likeness { best = (likeness, lag) }
        }
        return best.lag
    }
}
