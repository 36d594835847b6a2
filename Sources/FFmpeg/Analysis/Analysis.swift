import MediaWork

/// Everything that one decode of a recording's sound tells: waveform, loudness, silence, talk, keys.
final class Analysis {
    private let reader: AudioReader
    private var peaks: PeakMeter?
    private var levels: [LevelMeter]
    /// Samples taken in up to now.
    private var filled: Int64 = 0
    private var buffer: UnsafeMutableBufferPointer<Int16>

    init(
        _ source: Source, samplesPerPixel: Int?, isFitted: Bool, silence: (db: Double, minMs: Int)?
    ) throws(MediaFailure) {
        let reader = try AudioReader(source)
        self.reader = reader
        peaks = samplesPerPixel.map { PeakMeter(channels: reader.channels, samplesPerPixel: $0, isFitted: isFitted) }
        levels = (0..<(silence == nil ? 0 : reader.channels)).map { _ in
            LevelMeter(rate: reader.rate, silenceDb: silence?.db ?? 0, minMs: silence?.minMs ?? 0)
        }
        buffer = .allocate(capacity: 0)
    }

    deinit { buffer.deallocate() }

    func run(progress: (Double) -> Void) throws(MediaFailure) {
        while let block = try reader.next() {
            try fillSilence(until: block.position)
            let late = Int(max(0, filled - block.position))
            guard late < block.count else { continue }
            reserve(block.count)
            for channel in 0..<reader.channels {
                Samples.copy(
                    block.frame, channel: channel, into: UnsafeMutableBufferPointer(rebasing: buffer[..<block.count]))
                try add(UnsafeBufferPointer(rebasing: buffer[late..<block.count]), channel: channel)
            }
            try peaks?.fit()
            filled = block.position + Int64(block.count)
            progress(reader.track.source.bytes.fraction)
        }
        guard filled > 0 else { throw .unreadable(code: 0) }
    }

    func peaksReport() throws(MediaFailure) -> PeaksReport {
        guard let report = peaks?.reports(rate: reader.rate, zooms: 1).first else {
            throw .misasked("No waveform was asked for.")
        }
        return report
    }

    func peaksReports() -> [PeaksReport] { peaks?.reports(rate: reader.rate, zooms: 3) ?? [] }

    func levelsReport() -> LevelsReport {
        let channels = levels.indices.map { levels[$0].report() }
        let two = channels.count == 2
        return LevelsReport(
            durationMs: Int((filled * 1_000 + Int64(reader.rate) / 2) / Int64(reader.rate)), channels: channels,
            overTalk: two ? Talk.overTalk(channels[0].talks, channels[1].talks) : [],
            talkRatio: two ? Talk.ratio(channels[0].talks, channels[1].talks) : nil,
            longestMonologue: two ? Talk.longestMonologue(channels[0].talks, channels[1].talks) : nil)
    }

    private func fillSilence(until position: Int64) throws(MediaFailure) {
        while filled < position {
            let count = Int(min(position - filled, Int64(reader.rate)))
            reserve(count)
            let part = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            part.update(repeating: 0)
            for channel in 0..<reader.channels { try add(UnsafeBufferPointer(part), channel: channel) }
            try peaks?.fit()
            filled += Int64(count)
        }
    }

    private func add(_ samples: UnsafeBufferPointer<Int16>, channel: Int) throws(MediaFailure) {
        peaks?.add(samples, channel: channel)
        if channel < levels.count { try levels[channel].add(samples) }
    }

    private func reserve(_ count: Int) {
        guard buffer.count < count else { return }
        buffer.deallocate()
        buffer = .allocate(capacity: count)
        buffer.initialize(repeating: 0)
    }
}
