import MediaWork

/// Everything that one decode of a recording's sound tells: waveform, loudness, silence, talk, keys.
final class Analysis {
    private let sound: SoundSlices
    private var peaks: PeakMeter?
    private var levels: [LevelMeter]
    /// Samples taken in up to now.
    private var filled: Int64 = 0

    /// What is looked at at once: it stays in the processor's cache from one meter to the next.
    private static let portion = 16_384
    /// Of a pause no sample is looked at; between parts of it the waveform is kept small.
    private static let pausePortion = 1 << 20

    init(
        _ sound: SoundSlices, samplesPerPixel: Int?, isFitted: Bool, silence: (db: Double, minMs: Int)?
    ) {
        self.sound = sound
        peaks = samplesPerPixel.map { PeakMeter(channels: sound.channels, samplesPerPixel: $0, isFitted: isFitted) }
        levels = (0..<(silence == nil ? 0 : sound.channels)).map { _ in
            LevelMeter(rate: sound.rate, silenceDb: silence?.db ?? 0, minMs: silence?.minMs ?? 0)
        }
    }

    func run(progress: (Double) -> Void) throws(MediaFailure) {
        while let slice = try sound.next() {
            var place = 0
            for pause in slice.pauses {
                try listen(to: slice, place..<pause.lowerBound)
                try rest(pause.count)
                place = pause.upperBound
            }
            try listen(to: slice, place..<slice.count)
            filled += Int64(slice.count)
            progress(slice.fraction)
        }
        guard filled > 0 else { throw .unreadable(code: 0) }
        for channel in levels.indices { draw(channel) { level, pen in level.end(drawing: &pen) } }
    }

    func peaksReport() throws(MediaFailure) -> PeaksReport {
        guard let report = peaks?.reports(rate: sound.rate, zooms: 1).first else {
            throw .misasked("No waveform was asked for.")
        }
        return report
    }

    func peaksReports() -> [PeaksReport] { peaks?.reports(rate: sound.rate, zooms: 3) ?? [] }

    func levelsReport() -> LevelsReport {
        let channels = levels.indices.map { levels[$0].report() }
        let two = channels.count == 2
        return LevelsReport(
            durationMs: Int((filled * 1_000 + Int64(sound.rate) / 2) / Int64(sound.rate)), channels: channels,
            overTalk: two ? Talk.overTalk(channels[0].talks, channels[1].talks) : [],
            talkRatio: two ? Talk.ratio(channels[0].talks, channels[1].talks) : nil,
            longestMonologue: two ? Talk.longestMonologue(channels[0].talks, channels[1].talks) : nil)
    }

    private func listen(to slice: SoundSlice, _ recorded: Range<Int>) throws(MediaFailure) {
        for start in stride(from: recorded.lowerBound, to: recorded.upperBound, by: Self.portion) {
            let part = start..<min(start + Self.portion, recorded.upperBound)
            for channel in 0..<sound.channels {
                try add(UnsafeBufferPointer(slice.row(channel, part)), channel: channel)
            }
            try peaks?.fit()
        }
    }

    /// Takes in so many samples of which nothing was recorded, whole windows and pixels at a time.
    private func rest(_ samples: Int) throws(MediaFailure) {
        for start in stride(from: 0, to: samples, by: Self.pausePortion) {
            let count = min(Self.pausePortion, samples - start)
            for channel in 0..<sound.channels {
                if channel < levels.count {
                    try draw(channel) { level, pen throws(MediaFailure) in try level.rest(count, drawing: &pen) }
                } else {
                    peaks?.rest(count, channel: channel)
                }
            }
            try peaks?.fit()
        }
    }

    private func add(_ samples: UnsafeBufferPointer<Int16>, channel: Int) throws(MediaFailure) {
        guard channel < levels.count else {
            peaks?.add(samples, channel: channel)
            return
        }
        try draw(channel) { level, pen throws(MediaFailure) in try level.add(samples, drawing: &pen) }
    }

    /// Has a channel's levels draw its waveform, where one was asked for.
    private func draw<Failure: Error>(
        _ channel: Int, _ body: (inout LevelMeter, inout PeakPen) throws(Failure) -> Void
    ) throws(Failure) {
        guard peaks != nil else {
            var pen = PeakPen.dry
            try body(&levels[channel], &pen)
            return
        }
        try peaks?.draw(channel: channel) { pen throws(Failure) in try body(&levels[channel], &pen) }
    }
}
