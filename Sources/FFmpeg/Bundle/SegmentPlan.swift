import MediaWork

/// In which order stretches of the recordings follow each other in a composed file.
///
/// A recording is cut between samples into stretches of `blockBytes`, and these are put in the order of their time, so
/// that a player that reads on finds sound and pictures together. What lies between the samples of a track (another
/// track, the headers of pages) stays in: so the number of stretches depends on bytes alone.
struct SegmentPlan {
    /// In the order of the file, with the place of each behind the start of the media.
    private(set) var segments: [CompositionSegment] = []
    /// Bytes of all segments.
    private(set) var bytes = 0
    /// For each track the chunks of its samples, places from the start of the media.
    private(set) var chunks: [[(sample: Int, place: Int)]] = []

    static let smallestBlock = 2 << 20
    /// Blocks end at or after their size, and each track may leave a last short one: with 16 tracks that is below the
    /// thousand that an answer may have, the header among them.
    private static let mostFullBlocks = 900

    private struct Block {
        let track: Int
        var start: Int
        var end: Int
        var dueMs: Int
        var place = 0
    }

    init(_ tracks: [ComposedTrack], inputs: [Int]) {
        let extents = tracks.map { track in
            let start = track.samples.map(\.position).min() ?? 0
            let end = track.samples.map { $0.position + $0.size }.max() ?? 0
            return end - start
        }
        let blockBytes = max(Self.smallestBlock, extents.reduce(0, +) / Self.mostFullBlocks)
        var blocks: [Block] = []
        var homes: [[Int32]] = []
        for (number, track) in tracks.enumerated() {
            homes.append(Self.cut(track, number, into: &blocks, blockBytes))
        }
        let order = blocks.indices.sorted { left, right in
            (blocks[left].dueMs, blocks[left].track, blocks[left].start)
                < (blocks[right].dueMs, blocks[right].track, blocks[right].start)
        }
        for number in order {
            blocks[number].place = bytes
            let block = blocks[number]
            segments.append(
                CompositionSegment(
                    input: inputs[block.track], offset: block.start, length: block.end - block.start))
            bytes += block.end - block.start
        }
        for (number, track) in tracks.enumerated() {
            chunks.append(Self.chunks(track.samples, homes[number], blocks))
        }
    }

    /// Gives for each sample the block it lies in.
    private static func cut(
        _ track: ComposedTrack, _ number: Int, into blocks: inout [Block], _ blockBytes: Int
    ) -> [Int32] {
        let samples = track.samples
        var homes = [Int32](repeating: 0, count: samples.count)
        let isInOrder = zip(samples, samples.dropFirst()).allSatisfy { $0.position <= $1.position }
        let order =
            isInOrder ? Array(samples.indices) : samples.indices.sorted { samples[$0].position < samples[$1].position }
        var block: Block?
        for index in order {
            let sample = samples[index]
            let end = sample.position + sample.size
            if var open = block, open.end - open.start < blockBytes, sample.position - open.end < blockBytes {
                open.end = max(open.end, end)
                open.dueMs = min(open.dueMs, track.dueMs(sample))
                block = open
            } else {
                if let done = block { blocks.append(done) }
                block = Block(track: number, start: sample.position, end: end, dueMs: track.dueMs(sample))
            }
            homes[index] = Int32(blocks.count)
        }
        if let done = block { blocks.append(done) }
        return homes
    }

    /// Samples that follow each other in decoding and in a block without a gap are one chunk.
    private static func chunks(
        _ samples: [IndexedSample], _ homes: [Int32], _ blocks: [Block]
    ) -> [(sample: Int, place: Int)] {
        var chunks: [(sample: Int, place: Int)] = []
        var end = -1
        var home: Int32 = -1
        for (number, sample) in samples.enumerated() {
            if sample.position != end || homes[number] != home {
                home = homes[number]
                let block = blocks[Int(home)]
                chunks.append((number, block.place + sample.position - block.start))
            }
            end = sample.position + sample.size
        }
        return chunks
    }
}
