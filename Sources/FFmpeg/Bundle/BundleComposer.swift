import CFFmpeg
import MediaWork

/// Plans a bundle as an MP4 of which only the head is new: its samples are stretches of the recordings as they are.
///
/// It sees the recordings' indexes alone. The same recipe over the same indexes gives the same bytes.
struct BundleComposer {
    let recipe: BundleRecipe
    /// Opens the index of the recording at a position of the recipe's inputs.
    let open: (Int) throws(MediaFailure) -> IndexReader

    private static let mostScreens = 4
    /// What is held in memory while planning.
    private static let mostSamples = 3_000_000

    func compose() throws(MediaFailure) -> CompositionReport {
        guard !recipe.inputs.isEmpty else { throw .misasked("A bundle needs at least one recording.") }
        guard recipe.inputs.count(where: { $0.kind != .audio }) <= Self.mostScreens else {
            throw .misasked("At most four screens fit into a bundle.")
        }
        let earliest = recipe.inputs.map(\.offsetMs).min() ?? 0
        var tracks: [ComposedTrack] = []
        var inputs: [Int] = []
        var seen = 0
        for (position, input) in recipe.inputs.enumerated() {
            let reader = try open(position)
            for stream in try streams(input.kind, reader.index) {
                seen += stream.samples
                guard seen <= Self.mostSamples else { throw .tooLarge(.answer) }
                tracks.append(
                    try ComposedTrack(reader, stream, offsetMs: input.offsetMs - earliest, title: input.title))
                inputs.append(position)
            }
        }
        let plan = SegmentPlan(tracks, inputs: inputs)
        let subtitles = try ComposedSubtitles(recipe.cues, earliestMs: earliest)
        let header = head(tracks, plan, subtitles)
        guard header.count <= CompositionReport.mostHeaderBytes else { throw .tooLarge(.answer) }
        let all = tracks + (subtitles.map { [$0.track] } ?? [])
        return CompositionReport(
            header: header, segments: plan.segments, durationMs: all.map(\.endMs).max() ?? 0,
            streams: all.map(\.report))
    }

    /// What an input gives to the bundle: of a screen the picture alone, of a whole recording what it has.
    private func streams(_ kind: ClipInputKind, _ index: SampleIndex) throws(MediaFailure) -> [IndexedStream] {
        let types: [StreamType] =
            switch kind {
            case .audio: [.audio]
            case .screen: [.video]
            case .whole: [.video, .audio]
            }
        let streams = types.compactMap { type in
            index.streams.first { stream in
                stream.parameters.type == type
                    && avcodec_descriptor_get_by_name(stream.parameters.codec)
                        .map { Decoder.codec(for: $0.pointee.id) != nil } == true
            }
        }
        guard !streams.isEmpty else { throw .nothingToUse(kind == .screen ? .video : .audio) }
        return streams
    }

    /// `ftyp`, `moov`, the header of `mdat`, and the subtitles, which are nowhere else. How long it is does not depend on
    /// where its chunks lie, so it is written twice: once to know its length.
    private func head(_ tracks: [ComposedTrack], _ plan: SegmentPlan, _ subtitles: ComposedSubtitles?) -> [UInt8] {
        let text = subtitles?.bytes ?? []
        let isFar = plan.bytes + text.count + CompositionReport.mostHeaderBytes > Int(UInt32.max)
        let tables = zip(tracks, plan.chunks).map { TrackTables($0, chunks: $1, isFar: isFar) }
        let subtitleTables = subtitles.map { TrackTables($0.track, chunks: [(sample: 0, place: 0)], isFar: isFar) }
        let durationMs = (tracks.map(\.endMs) + [subtitles?.track.endMs ?? 0]).max() ?? 0
        var media = 0
        var head: [UInt8] = []
        for _ in 0..<2 {
            var writer = BoxWriter()
            writer.box("ftyp") { type in
                type.raw("isom".utf8)
                type.u32(0x200)
                type.raw("isomiso2avc1mp41".utf8)
            }
            writer.box("moov") { movie in
                writeMovieHeader(to: &movie, durationMs: durationMs, tracks: tracks.count + (subtitles == nil ? 0 : 1))
                for (number, table) in tables.enumerated() {
                    table.write(to: &movie, id: UInt32(number + 1), media: media + text.count)
                }
                subtitleTables?.write(to: &movie, id: UInt32(tracks.count + 1), media: media)
            }
            // A size of 64 bits, whatever it is.
            writer.u32(1)
            writer.raw("mdat".utf8)
            writer.u64(UInt64(16 + text.count + plan.bytes))
            media = writer.bytes.count
            writer.raw(text)
            head = writer.bytes
        }
        return head
    }

    private func writeMovieHeader(to movie: inout BoxWriter, durationMs: Int, tracks: Int) {
        movie.fullBox("mvhd", version: 1) { head in
            head.u64(0)
            head.u64(0)
            head.u32(1_000)
            head.u64(UInt64(durationMs))
            head.u32(0x1_0000)
            head.u16(0x100)
            head.raw([UInt8](repeating: 0, count: 10))
            for number: UInt32 in [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000] { head.u32(number) }
            head.raw([UInt8](repeating: 0, count: 24))
            head.u32(UInt32(tracks + 1))
        }
    }
}
