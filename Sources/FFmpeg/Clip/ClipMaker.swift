import CFFmpeg
import MediaWork

/// Cuts `[start, end)` out of the recordings of an interaction, exactly: everything in the result is made from what is
/// seen and heard inside the range, and nothing else is in the file.
struct ClipMaker {
    let recipe: ClipRecipe
    /// Opens the recording at a position of the recipe's inputs, anew each time.
    let open: (Int) throws(MediaFailure) -> Source

    func make(to descriptor: Int32, progress: (Double) -> Void) throws(MediaFailure) -> ClipReport {
        let lengthMs = recipe.endMs - recipe.startMs
        guard lengthMs > 0 else { throw .misasked("A clip ends after it starts.") }
        let (legs, screens) = try openInputs()
        let hasPicture = !screens.isEmpty && recipe.container.holdsPictures
        guard hasPicture || !legs.isEmpty else { throw .nothingToUse(screens.isEmpty ? .video : .audio) }

        let sink = try Sink(descriptor: descriptor, container: recipe.container)
        let picture = hasPicture ? try picture(screens, lengthMs: lengthMs, sink: sink) : nil
        let sound = legs.isEmpty ? nil : try sound(legs, sink: sink)
        let cues = Captions.cut(
            Captions.masked(recipe.cues, recipe.redactions.sounds), startMs: recipe.startMs, endMs: recipe.endMs)
        let subtitles = try Subtitles(cues, sink: sink)
        try sink.begin()
        try subtitles?.write(to: sink)
        while let time = picture?.nextTime {
            let ms = Int(time * 1_000 / ScreenReader.ticks)
            try sound?.advance(toMs: ms)
            try picture?.advance()
            progress(Double(ms) / Double(lengthMs))
        }
        if let sound, picture == nil {
            for ms in stride(from: 0, to: lengthMs, by: 1_000) {
                try sound.advance(toMs: ms)
                progress(Double(ms) / Double(lengthMs))
            }
        }
        try sound?.finish()
        try picture?.finish()
        let bytes = try sink.end()
        progress(1)
        return ClipReport(
            startMs: recipe.startMs, endMs: recipe.endMs, durationMs: lengthMs, bytes: bytes,
            reencodedFrames: picture?.encodedFrames ?? sound?.encodedFrames ?? 0,
            copiedPackets: (picture?.copiedPackets ?? 0) + (sound?.copiedPackets ?? 0),
            captions: recipe.cues.isEmpty ? nil : Captions.webVTT(cues))
    }

    /// A screen that can be seen in the clip, opened and placed on its own timeline.
    private struct Screen {
        var source: Source
        var startMs: Int
        var redactions: [PictureRedaction]
    }

    /// Of one screen that is shown as it is as much is copied as may be; several are put together.
    private func picture(_ screens: [Screen], lengthMs: Int, sink: Sink) throws(MediaFailure) -> any PictureTrack {
        if screens.count == 1, screens[0].redactions.isEmpty,
            let joined = try JoinedPicture(
                screens[0].source, startMs: screens[0].startMs, lengthMs: lengthMs, sink: sink)
        {
            return joined
        }
        let readers = try screens.map { screen throws(MediaFailure) in
            try ScreenReader(
                screen.source, startMs: screen.startMs, redactions: screen.redactions, clipStartMs: recipe.startMs)
        }
        return try ClipPicture(readers, lengthMs: lengthMs, sink: sink)
    }

    /// Of one recording that is heard as it is as much is copied as may be; several are mixed.
    private func sound(_ legs: [ClipSound.Input], sink: Sink) throws(MediaFailure) -> any SoundTrack {
        if legs.count == 1, recipe.redactions.sounds.isEmpty {
            if let sliced = try SlicedSound(legs[0], sink: sink) { return sliced }
            if let joined = try JoinedSound(legs[0], sink: sink) { return joined }
        }
        return try ClipSound(legs, redactions: recipe.redactions.sounds, clipStartMs: recipe.startMs, sink: sink)
    }

    private func openInputs() throws(MediaFailure) -> (legs: [ClipSound.Input], screens: [Screen]) {
        var legs: [ClipSound.Input] = []
        var screens: [Screen] = []
        var firstMs = 0
        var lastMs = Int.min
        for (position, input) in recipe.inputs.enumerated() {
            let source = try open(position)
            let (startMs, endMs) = (recipe.startMs - input.offsetMs, recipe.endMs - input.offsetMs)
            firstMs = min(firstMs, input.offsetMs)
            lastMs = max(lastMs, input.offsetMs + (try lengthMs(source, position)))
            let hasPicture = source.stream(AVMEDIA_TYPE_VIDEO) != nil
            let hasSound = source.stream(AVMEDIA_TYPE_AUDIO) != nil
            let isHeard = input.kind == .audio || input.kind == .whole && hasSound
            if isHeard {
                guard hasSound else { throw .nothingToUse(.audio) }
                legs.append(ClipSound.Input(source: source, startMs: startMs, endMs: endMs, party: input.party))
            }
            if input.kind == .screen || input.kind == .whole && hasPicture {
                guard hasPicture else { throw .nothingToUse(.video) }
                screens.append(
                    Screen(
                        source: isHeard ? try open(position) : source, startMs: startMs,
                        redactions: recipe.redactions.pictures.filter { $0.input == position }))
            }
            guard hasPicture || hasSound else { throw .nothingToUse(.audio) }
        }
        guard recipe.startMs >= firstMs, recipe.endMs <= lastMs else { throw .outsideMedia(durationMs: lastMs) }
        return (legs, try chosen(screens))
    }

    private func chosen(_ screens: [Screen]) throws(MediaFailure) -> [Screen] {
        guard recipe.container.holdsPictures else { return [] }
        switch recipe.layout {
        case .none: return []
        case .screen(let number):
            guard screens.indices.contains(number) else { throw .misasked("There is no screen \(number + 1).") }
            return [screens[number]]
        case .grid:
            guard screens.count <= 4 else { throw .misasked("At most four screens fit into a clip.") }
            return screens
        }
    }

    /// By the index or the header where it can be believed cheaply, else by the packets; rounded up.
    private func lengthMs(_ source: Source, _ position: Int) throws(MediaFailure) -> Int {
        if let known = source.knownDurationUs { return Int(min(known, Limits.durationUs) + 999) / 1_000 }
        var extent = Extent(try open(position))
        try extent.measure()
        return Int(min(extent.durationUs, Limits.durationUs) + 999) / 1_000
    }
}
