import CFFmpeg
import MediaWork

/// Makes of whole recordings what browsers play: instant t of the rendition is instant t of what it is made of.
///
/// It streams: memory holds a few frames, and of M4A and MP4 the index that is written last (a few MB for an hour).
struct RenditionMaker {
    let recipe: RenderRecipe
    /// Opens the recording at a position of the inputs, anew each time.
    let open: (Int) throws(MediaFailure) -> Source

    func make(to descriptor: Int32, progress: (Double) -> Void) throws(MediaFailure) -> RenderReport {
        guard recipe.lengthMs > 0 else { throw .misasked("A rendition lasts longer than nothing.") }
        let sink: Sink
        switch recipe {
        case .sound(let lengthMs):
            let source = try open(0)
            let rate = RenditionSound.rate(for: [source])
            let leg = try RenditionLeg(source, delayMs: 0, rate: rate, mayBeStereo: true)
            sink = try Sink(descriptor: descriptor, container: .m4a)
            try write(RenditionSound([leg], rate: rate, lengthMs: lengthMs, sink: sink), sink, progress)
        case .legs(let leftDelayMs, let rightDelayMs, let lengthMs):
            let sources = [try open(0), try open(1)]
            let rate = RenditionSound.rate(for: sources)
            let left = try RenditionLeg(sources[0], delayMs: leftDelayMs, rate: rate, mayBeStereo: false)
            let right = try RenditionLeg(sources[1], delayMs: rightDelayMs, rate: rate, mayBeStereo: false)
            sink = try Sink(descriptor: descriptor, container: .m4a)
            try write(RenditionSound([left, right], rate: rate, lengthMs: lengthMs, sink: sink), sink, progress)
        case .screen(let lengthMs):
            let screen = try RenditionScreen(open(0))
            sink = try Sink(descriptor: descriptor, container: .mp4)
            let picture = try RenditionPicture(screen, lengthMs: lengthMs, sink: sink)
            try sink.begin()
            try picture.write(progress)
        }
        let bytes = try sink.end()
        progress(1)
        return RenderReport(durationMs: recipe.lengthMs, bytes: bytes)
    }

    private func write(_ sound: RenditionSound, _ sink: Sink, _ progress: (Double) -> Void) throws(MediaFailure) {
        try sink.begin()
        try sound.write(progress)
    }
}
