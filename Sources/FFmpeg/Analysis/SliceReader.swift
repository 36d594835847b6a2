import MediaWork
import Synchronization

/// Fills slices with the sound of a file: what the file leaves out is silence, what it has twice is heard once.
final class SliceReader {
    let reader: AudioReader
    /// Reaches beyond the slice that was filled last.
    private var pending: AudioReader.Block?
    /// Where the last slice ended, in samples from the file's start.
    private var position: Int64 = 0
    /// Nobody wants the rest.
    private let isOver = Atomic(false)

    /// What is taken off every position behind a seek: the file's own lag (`AudioReader.lag`).
    private let lag: Int64
    private var shift: Int64 = 0

    init(_ reader: AudioReader, lag: Int64 = 0) {
        self.reader = reader
        self.lag = lag
    }

    /// Fills a slice from a place on; behind the slice before no seeking is needed.
    func fill(_ slice: SoundSlice, from start: Int64) throws(MediaFailure) {
        if start != position {
            try reader.seek(to: start)
            pending = nil
            shift = lag
        }
        let end = start + Int64(slice.capacity)
        var filled = start
        slice.isLast = true
        while !isOver.load(ordering: .relaxed), let block = try upcoming() {
            pending = block
            let begin = block.position - shift
            if begin >= end {
                slice.isLast = false
                break
            }
            let part = max(filled, begin)..<max(filled, min(end, begin + Int64(block.count)))
            if part.lowerBound > filled, !part.isEmpty {
                silence(slice, Int(filled - start)..<Int(part.lowerBound - start))
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
            silence(slice, Int(filled - start)..<slice.capacity)
            filled = end
        }
        slice.count = Int(filled - start)
        slice.fraction = reader.track.source.bytes.fraction
        position = filled
    }

    /// Ends the slice under way; may be called from another thread.
    func giveUp() { isOver.store(true, ordering: .relaxed) }

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

    private func silence(_ slice: SoundSlice, _ part: Range<Int>) {
        for channel in 0..<reader.channels { slice.row(channel, part).update(repeating: 0) }
    }
}
