import MediaWork

/// The sample tables of a track (ISO/IEC 14496-12, section 8.6 and 8.7) and the boxes around them.
struct TrackTables {
    private let track: ComposedTrack
    /// Where each chunk begins: its first sample, and its place behind the start of the media.
    private let chunks: [(sample: Int, place: Int)]
    /// Places need 64 bits.
    private let isFar: Bool
    /// The tables that are the same wherever the media lies.
    private var fixed = BoxWriter()

    init(_ track: ComposedTrack, chunks: [(sample: Int, place: Int)], isFar: Bool) {
        self.track = track
        self.chunks = chunks
        self.isFar = isFar
        var tables = BoxWriter()
        writeTables(to: &tables)
        fixed = tables
    }

    /// `media`: where the media begins in the file.
    func write(to writer: inout BoxWriter, id: UInt32, media: Int) {
        writer.box("trak") { writer in
            writer.fullBox("tkhd", version: 1, flags: 3) { head in
                head.u64(0)
                head.u64(0)
                head.u32(id)
                head.u32(0)
                head.u64(UInt64(track.endMs))
                head.raw(track.boxes.presentation)
            }
            writeEdits(to: &writer)
            writer.box("mdia") { box in
                box.fullBox("mdhd", version: 1) { head in
                    head.u64(0)
                    head.u64(0)
                    head.u32(UInt32(track.timescale))
                    head.u64(UInt64(track.samples.last.map { $0.dts + max(0, $0.duration) } ?? 0))
                    // Language "und", in three times five bits.
                    head.u16(0x55C4)
                    head.u16(0)
                }
                box.raw(track.boxes.handler)
                box.box("minf") { information in
                    information.raw(track.boxes.information)
                    information.box("stbl") { tables in
                        tables.raw(fixed.bytes)
                        writePlaces(to: &tables, media: media)
                    }
                }
            }
            writer.raw(track.boxes.userData)
        }
    }

    /// First nothing until the track begins, then the track from where its own time says it begins.
    private func writeEdits(to writer: inout BoxWriter) {
        writer.box("edts") { edits in
            edits.fullBox("elst", version: 1) { list in
                list.u32(track.startMs > 0 ? 2 : 1)
                if track.startMs > 0 {
                    list.u64(UInt64(track.startMs))
                    list.u64(UInt64.max)
                    list.u32(0x1_0000)
                }
                list.u64(UInt64(track.durationMs))
                list.u64(UInt64(track.mediaStart))
                list.u32(0x1_0000)
            }
        }
    }

    private func writeTables(to tables: inout BoxWriter) {
        let samples = track.samples
        tables.raw(track.boxes.description)
        var durations = Runs()
        for number in samples.indices {
            let next = number + 1 < samples.count ? samples[number + 1].dts : nil
            let usual = samples[number].duration > 0 ? samples[number].duration : durations.latest
            durations.add(UInt32(next.map { $0 - samples[number].dts } ?? max(1, usual)))
        }
        tables.fullBox("stts") { durations.write(to: &$0) }
        if samples.contains(where: { $0.pts != $0.dts }) {
            var shifts = Runs()
            for sample in samples { shifts.add(UInt32(sample.pts - sample.dts)) }
            tables.fullBox("ctts") { shifts.write(to: &$0) }
        }
        if !track.isSound, samples.contains(where: { !$0.isKeyframe }) {
            let keys = samples.indices.filter { samples[$0].isKeyframe }.map { UInt32($0 + 1).bigEndian }
            tables.fullBox("stss") { box in
                box.u32(UInt32(keys.count))
                box.table(keys)
            }
        }
        writeChunks(to: &tables)
    }

    private func writeChunks(to tables: inout BoxWriter) {
        let samples = track.samples
        var groups: [UInt32] = []
        var before = 0
        for (number, chunk) in chunks.enumerated() {
            let count = (number + 1 < chunks.count ? chunks[number + 1].sample : samples.count) - chunk.sample
            if count != before {
                groups += [UInt32(number + 1).bigEndian, UInt32(count).bigEndian, UInt32(1).bigEndian]
            }
            before = count
        }
        tables.fullBox("stsc") { box in
            box.u32(UInt32(groups.count / 3))
            box.table(groups)
        }
        let size = samples.first?.size ?? 0
        let isUniform = samples.allSatisfy { $0.size == size }
        tables.fullBox("stsz") { box in
            box.u32(isUniform ? UInt32(size) : 0)
            box.u32(UInt32(samples.count))
            if !isUniform { box.table(samples.map { UInt32($0.size).bigEndian }) }
        }
    }

    private func writePlaces(to tables: inout BoxWriter, media: Int) {
        tables.fullBox(isFar ? "co64" : "stco") { box in
            box.u32(UInt32(chunks.count))
            if isFar {
                box.table(chunks.map { UInt64($0.place + media).bigEndian })
            } else {
                box.table(chunks.map { UInt32($0.place + media).bigEndian })
            }
        }
    }

    /// Equal numbers that follow each other, as the tables of times keep them.
    private struct Runs {
        private var entries: [UInt32] = []
        private var count: UInt32 = 0
        private var value: UInt32 = 0

        var latest: Int { Int(value) }

        mutating func add(_ next: UInt32) {
            if next != value || count == 0 { flush() }
            value = next
            count += 1
        }

        private mutating func flush() {
            if count > 0 { entries += [count.bigEndian, value.bigEndian] }
            count = 0
        }

        consuming func write(to box: inout BoxWriter) {
            flush()
            box.u32(UInt32(entries.count / 2))
            box.table(entries)
        }
    }
}
