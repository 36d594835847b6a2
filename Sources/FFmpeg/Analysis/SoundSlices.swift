import CFFmpeg
import MediaWork

/// The whole sound of a file as slices, in order. Long recordings are decoded by two threads in turn, where the file can
/// be entered in the middle; both begin a second early, so that decoders that remember have settled.
final class SoundSlices {
    /// Hz.
    let rate: Int
    let channels: Int
    /// Who reads when there are no threads, and into what.
    private var alone: (reader: SliceReader, slice: SoundSlice)?
    private var threads: [SliceThread] = []
    /// Slices that were given out.
    private var given = 0
    private var last: SoundSlice?

    /// Shorter recordings are decoded before two threads have agreed.
    static let usualLeastSeconds: Int64 = 600
    /// A slice is so long, unless it would be larger than 6 MB.
    private static let sliceSeconds = 30
    private static let sliceSamples = 3_000_000
    /// Without threads slices are only portions.
    private static let portionSamples = 1 << 14
    /// Of these the demuxers come to stand where they are told to.
    private static let entered = ["mov", "matroska", "ogg", "wav"]

    /// `open` opens the same file anew, for each thread; `capacity`: samples of a slice's row.
    init(
        leastSeconds: Int64 = usualLeastSeconds, capacity: Int? = nil, _ open: () throws(MediaFailure) -> Source
    ) throws(MediaFailure) {
        let first = try AudioReader(open())
        rate = first.rate
        channels = first.channels
        guard let lag = try Self.lag(first.track.source, leastSeconds, open) else {
            let portion = SoundSlice(channels: channels, capacity: capacity ?? Self.portionSamples / channels)
            alone = (SliceReader(first), portion)
            return
        }
        let readers = [SliceReader(first, lag: lag), SliceReader(try AudioReader(open()), lag: lag)]
        let usual = min(Self.sliceSeconds * rate, Self.sliceSamples / channels)
        threads = readers.enumerated().map { number, reader in
            SliceThread(reader, first: number, every: readers.count, capacity: capacity ?? usual)
        }
        for thread in threads { try thread.start() }
    }

    /// Whether two threads decode.
    var isShared: Bool { alone == nil }

    deinit { for thread in threads { thread.stop() } }

    /// The next slice, which is the caller's until the next call; nil at the end.
    func next() throws(MediaFailure) -> SoundSlice? {
        if let last, last.isLast { return nil }
        defer { given += 1 }
        let slice: SoundSlice
        if let alone {
            try alone.reader.fill(alone.slice, from: alone.reader.position, pausesAreWhole: true)
            slice = alone.slice
        } else {
            if let last { threads[(given - 1) % threads.count].giveBack(last) }
            slice = try threads[given % threads.count].next()
        }
        last = slice
        return slice
    }

    /// The lag of a long file whose middle is found at once; nil of others.
    private static func lag(
        _ source: Source, _ leastSeconds: Int64, _ open: () throws(MediaFailure) -> Source
    ) throws(MediaFailure) -> Int64? {
        let format = String(cString: source.context.pointee.iformat.pointee.name)
        let context = source.context.pointee
        guard entered.contains(where: format.hasPrefix), context.duration != EARMARK_NOPTS,
            context.duration_estimation_method != AVFMT_DURATION_FROM_BITRATE,
            context.duration / 1_000_000 >= leastSeconds
        else { return nil }
        let probe = try AudioReader(open())
        for _ in 0..<2 { _ = try probe.next() }
        let lag = probe.lag ?? 0
        let middle = context.duration / 2 * Int64(probe.rate) / 1_000_000
        try probe.seek(to: middle)
        guard let found = probe.upcoming, found <= middle, found > middle - 12 * Int64(probe.rate) else { return nil }
        // A step that counting on would not take out either.
        return abs(lag) * 1_000 <= AudioReader.jitterMs * Int64(probe.rate) ? lag : nil
    }
}
