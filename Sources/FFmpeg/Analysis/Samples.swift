import CFFmpeg

/// Samples of decoded frames as one kind of number, whatever form the decoder gives them in.
enum Samples {
    /// One channel of a frame in 16 bits, which is what calls have, from one of its samples on; silence when the frame
    /// lacks it.
    static func copy(
        _ frame: Frame, channel: Int, from skipped: Int = 0, into shorts: UnsafeMutableBufferPointer<Int16>
    ) {
        let raw = frame.raw.pointee
        let channels = Int(raw.ch_layout.nb_channels)
        let count = min(Int(raw.nb_samples) - skipped, shorts.count)
        let format = AVSampleFormat(rawValue: raw.format)
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        guard channel < channels, let target = shorts.baseAddress,
            let plane = raw.extended_data[isPlanar ? channel : 0]
        else {
            shorts.update(repeating: 0)
            return
        }
        let step = isPlanar ? 1 : channels
        let first = skipped * step + (isPlanar ? 0 : channel)
        @inline(__always)
        func fill<Sample>(_ type: Sample.Type, _ number: (Sample) -> Int16) {
            plane.withMemoryRebound(to: Sample.self, capacity: first + count * step) { samples in
                // Of one and of two channels the compiler knows where the next sample lies, and takes several at a time.
                switch step {
                case 1: copy(samples + first, every: 1, count, to: target, number)
                case 2: copy(samples + first, every: 2, count, to: target, number)
                default: copy(samples + first, every: step, count, to: target, number)
                }
            }
        }
        switch format {
        case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P: fill(Int16.self) { $0 }
        case AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP: fill(Float.self, short)
        case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P: fill(Int32.self) { Int16(truncatingIfNeeded: $0 >> 16) }
        case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P: fill(UInt8.self) { (Int16($0) - 128) << 8 }
        case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP: fill(Double.self) { short(Float($0)) }
        default: shorts.update(repeating: 0)
        }
    }

    @inline(__always)
    private static func copy<Sample>(
        _ samples: UnsafePointer<Sample>, every step: Int, _ count: Int, to target: UnsafeMutablePointer<Int16>,
        _ number: (Sample) -> Int16
    ) {
        var position = 0
        while position < count {
            target[position] = number(samples[position &* step])
            position &+= 1
        }
    }

    /// Rounded, and cut off at full scale; what is no number is 0. Adding 1.5 * 2^23 leaves the whole number in the last
    /// bits, without the checks of a conversion.
    @inline(__always)
    private static func short(_ sample: Float) -> Int16 {
        let scaled = sample == sample ? sample * 32_768 : 0
        let low = scaled > -32_768 ? scaled : -32_768
        let limited = low < 32_767 ? low : 32_767
        return Int16(truncatingIfNeeded: (limited + 12_582_912).bitPattern)
    }

    /// One channel of a frame, from -1 to 1; silence when the frame lacks it.
    static func copy(_ frame: Frame, channel: Int, into floats: UnsafeMutableBufferPointer<Float>) {
        let raw = frame.raw.pointee
        let channels = Int(raw.ch_layout.nb_channels)
        let count = min(Int(raw.nb_samples), floats.count)
        let format = AVSampleFormat(rawValue: raw.format)
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        guard channel < channels, let plane = raw.extended_data[isPlanar ? channel : 0] else {
            floats.update(repeating: 0)
            return
        }
        let first = isPlanar ? 0 : channel
        let step = isPlanar ? 1 : channels
        func fill<Sample>(_ type: Sample.Type, _ number: (Sample) -> Float) {
            plane.withMemoryRebound(to: Sample.self, capacity: count * step) { samples in
                var index = first
                for position in 0..<count {
                    floats[position] = number(samples[index])
                    index += step
                }
            }
        }
        switch format {
        case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P: fill(Int16.self) { Float($0) * (1 / 32_768) }
        case AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP: fill(Float.self) { $0.isFinite ? $0 : 0 }
        case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P: fill(Int32.self) { Float($0) * (1 / 2_147_483_648) }
        case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P: fill(UInt8.self) { (Float($0) - 128) * (1 / 128) }
        case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP: fill(Double.self) { $0.isFinite ? Float($0) : 0 }
        default: floats.update(repeating: 0)
        }
    }
}

extension Samples {
    /// Planar samples into a frame of one of the forms that our encoders take: planar or packed floats, or 16 bit.
    static func write(_ channels: [[Float]], to frame: Frame) {
        let raw = frame.raw.pointee
        let count = Int(raw.nb_samples)
        func fill<Sample>(_ type: Sample.Type, plane: Int, first: Int, step: Int, _ number: (Float) -> Sample) {
            raw.extended_data[plane]!.withMemoryRebound(to: Sample.self, capacity: count * step) { samples in
                channels[first + plane].withUnsafeBufferPointer { channel in
                    for position in 0..<count { samples[position * step + first] = number(channel[position]) }
                }
            }
        }
        for channel in channels.indices {
            switch AVSampleFormat(rawValue: raw.format) {
            case AV_SAMPLE_FMT_FLTP: fill(Float.self, plane: channel, first: 0, step: 1, limited)
            case AV_SAMPLE_FMT_FLT: fill(Float.self, plane: 0, first: channel, step: channels.count, limited)
            default:
                fill(Int16.self, plane: 0, first: channel, step: channels.count) { sample in
                    Int16(max(-32_768, min(32_767, (sample * 32_768).rounded())))
                }
            }
        }
    }

    /// Legs that are loud together go no further than full scale.
    private static func limited(_ sample: Float) -> Float { max(-1, min(1, sample)) }
}
