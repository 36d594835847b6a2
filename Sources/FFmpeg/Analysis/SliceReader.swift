import MediaWork
import Synchronization

/// Fills slices with the sound of a file: what the file leaves out is a pause, what it has twice is heard once.
final class SliceReader {
    let reader: AudioReader
    /// Reaches beyond the slice that was filled last.
    private var pending: AudioReader.Block?
    /// Where the last slice ended, in samples from the file's start.
    private(set) var position: Int64 = 0
    /// Nobody wants the rest.
    private let isOver = Atomic(false)

    /// What is taken off every position behind a seek: the file's own lag (`AudioReader.lag`).
    private let lag: Int64
    private var shift: Int64 = 0

    init(_ reader: AudioReader, lag: Int64 = 0) {
        self.reader = reader
        self.lag = lag
    }

    /// Fills a slice from a place on; behind the slice before no seeking is needed, nor before the block at hand.
    ///
    /// `pausesAreWhole`: a slice that begins with a pause longer than itself has all of it, and nothing else.
    func fill(_ slice: SoundSlice, from start: Int64, pausesAreWhole: Bool = false) throws(MediaFailure) {
        if start != position, !isPause(position, start) {
            try reader.seek(to: start)
            pending = nil
            shift = lag
        }
        var end = start + Int64(slice.capacity)
        var filled = start
        slice.isLast = true
        slice.pauses = []
        while !isOver.load(ordering: .relaxed), let block = try upcoming() {
            pending = block
            let begin = block.position - shift
            if begin >= end {
                slice.isLast = false
                if pausesAreWhole, filled == start { end = begin }
                break
            }
            let part = max(filled, begin)..<max(filled, min(end, begin + Int64(block.count)))
            if part.lowerBound > filled, !part.isEmpty {
                slice.pauses.append(Int(filled - start)..<Int(part.lowerBound - start))
            }
            if !part.isEmpty {
                copy(
                    block, from: Int(part.lowerBound - begin), count: part.count, to: slice,
                    at: Int(part.lowerBound - start))
                filled = part.upperBound
            }
            if begin + Int64(block.count) > end {
                slice.isLast = false
                break
            }
            pending = nil
        }
        if !slice.isLast {
            if filled < end { slice.pauses.append(Int(filled - start)..<Int(end - start)) }
            filled = end
        }
        slice.count = Int(filled - start)
        slice.fraction = reader.track.source.bytes.fraction
        position = filled
    }

    /// Ends the slice under way; may be called from another thread.
    func giveUp() { isOver.store(true, ordering: .relaxed) }

    /// Whether nothing was recorded from where the last slice ended to a later place: the block behind it is at hand.
    private func isPause(_ start: Int64, _ end: Int64) -> Bool {
        guard let pending else { return false }
        return start <= end && end <= pending.position - shift
    }

    private func upcoming() throws(MediaFailure) -> AudioReader.Block? {
        if let pending { return pending }
        return try reader.next()
    }

    private func copy(_ block: AudioReader.Block, from skipped: Int, count: Int, to slice: SoundSlice, at place: Int) {
        for channel in 0..<reader.channels {
            Samples.copy(
                block.frame, channel: channel, from: skipped, into: slice.row(channel, place..<(place + count)))
        }
    }
}
