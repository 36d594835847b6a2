import CFFmpeg
import MediaWork

/// Joins the recordings of an interaction in one file: every packet copied, every stream at its place in time.
struct BundleMaker {
    let recipe: BundleRecipe
    /// Opens the recording at a position of the recipe's inputs, anew each time.
    let open: (Int) throws(MediaFailure) -> Source

    private static let mostScreens = 4

    func make(to descriptor: Int32, progress: (Double) -> Void) throws(MediaFailure) -> BundleReport {
        guard !recipe.inputs.isEmpty else { throw .misasked("A bundle needs at least one recording.") }
        guard recipe.inputs.count(where: { $0.kind != .audio }) <= Self.mostScreens else {
            throw .misasked("At most four screens fit into a bundle.")
        }
        let sink = try Sink(descriptor: descriptor, container: recipe.container)
        // The earliest recording starts the bundle.
        let earliest = recipe.inputs.map(\.offsetMs).min() ?? 0
        var tracks: [BundleTrack] = []
        for (position, input) in recipe.inputs.enumerated() {
            for type in try types(input.kind, position) {
                let source = try open(position)
                guard let stream = source.stream(type) else {
                    throw .nothingToUse(type == AVMEDIA_TYPE_VIDEO ? .video : .audio)
                }
                tracks.append(
                    try BundleTrack(
                        source, stream, offsetMs: input.offsetMs - earliest, title: input.title, sink: sink))
            }
        }
        let cues = recipe.cues
            .map { Cue(startMs: $0.startMs - earliest, endMs: $0.endMs - earliest, text: $0.text) }
            .filter { $0.startMs >= 0 && $0.endMs > $0.startMs }
            .sorted { $0.startMs < $1.startMs }
        let subtitles = try Subtitles(cues, sink: sink)
        try sink.begin()
        for track in tracks { try track.advance() }
        while let track = tracks.filter({ $0.dueUs != nil }).min(by: { $0.dueUs! < $1.dueUs! }) {
            try subtitles?.write(to: sink, untilMs: Int((track.dueUs ?? 0) / 1_000))
            try track.copy(to: sink)
            try track.advance()
            progress(tracks.map(\.fraction).reduce(0, +) / Double(tracks.count))
        }
        try subtitles?.write(to: sink)
        let bytes = try sink.end()
        progress(1)
        return BundleReport(
            container: recipe.container.rawValue, durationMs: milliseconds(tracks.map(\.endUs).max() ?? 0),
            bytes: bytes, copiedPackets: tracks.map(\.copied).reduce(0, +), streams: tracks.map(\.report))
    }

    /// What an input gives to the bundle: of a screen the picture alone, of a whole recording what it has.
    private func types(_ kind: ClipInputKind, _ position: Int) throws(MediaFailure) -> [AVMediaType] {
        switch kind {
        case .audio: return [AVMEDIA_TYPE_AUDIO]
        case .screen: return [AVMEDIA_TYPE_VIDEO]
        case .whole:
            let source = try open(position)
            let types = [AVMEDIA_TYPE_VIDEO, AVMEDIA_TYPE_AUDIO].filter { source.stream($0) != nil }
            guard !types.isEmpty else { throw .nothingToUse(.audio) }
            return types
        }
    }
}
