import CFFmpeg
package import MediaWork

/// One piece of media work over open descriptors: values in, values out, no path, no name.
package struct MediaTask {
    private let inputs: [Int32]
    private let outputs: [Int32]
    private let progress: (Double) -> Void
    private let isCancelled: () -> Bool

    /// The descriptors stay the caller's. `progress` hears 0...1; `isCancelled` is asked at every read.
    package init(
        inputs: [Int32], outputs: [Int32] = [], progress: @escaping (Double) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) {
        // Putting a message together costs more than throwing it away.
        av_log_set_callback { _, _, _, _ in }
        self.inputs = inputs
        self.outputs = outputs
        self.progress = progress
        self.isCancelled = isCancelled
    }

    package func perform(_ request: MediaRequest) throws(MediaFailure) -> MediaAnswer {
        switch request {
        case .probe:
            return .probe(try Probe { () throws(MediaFailure) in try source(0) }.report())
        case .compose(let recipe):
            return .composition(try BundleComposer(recipe: recipe, open: index).compose())
        case .glance:
            return .probe(try Probe { () throws(MediaFailure) in try source(0, isGlance: true) }.glance())
        case .index:
            var writer = try IndexWriter(source(0), to: try output())
            return .index(try writer.write(progress: progress))
        case .peaks(let samplesPerPixel):
            return .peaks(try analysis(samplesPerPixel, nil).peaksReport())
        case .levels(let silenceDb, let minMs):
            return .levels(try analysis(nil, (silenceDb, minMs)).levelsReport())
        case .analyse(let samplesPerPixel, let silenceDb, let minMs):
            let analysis = try analysis(samplesPerPixel, (silenceDb, minMs), isFitted: true)
            let levels = analysis.levelsReport()
            let peaks = analysis.peaksReports()
            return .analysis(AnalysisReport(peaks: peaks, levels: levels, health: SoundHealth.health(levels)))
        case .screen(let durationMs):
            let analysis = try ScreenAnalysis(source(0), durationMs: durationMs)
            return .screen(
                try analysis.run(
                    to: try output(), progress: progress, open: { () throws(MediaFailure) in try source(0) }))
        case .clip(let recipe):
            let sources = ClipSources(recipe: recipe, descriptors: inputs, isCancelled: isCancelled)
            let maker = ClipMaker(recipe: recipe, open: sources.open)
            return .clip(try maker.make(to: try output(), progress: progress))
        case .poster:
            let maker = PosterMaker { () throws(MediaFailure) in try source(0) }
            return .poster(try maker.make(to: try output()))
        case .bundle(let recipe):
            let maker = BundleMaker(recipe: recipe, open: source)
            return .bundle(try maker.make(to: try output(), progress: progress))
        case .render(let recipe):
            let maker = RenditionMaker(recipe: recipe, open: source)
            return .render(try maker.make(to: try output(), progress: progress))
        }
    }

    private func index(_ position: Int) throws(MediaFailure) -> IndexReader {
        guard position < inputs.count else { throw .misasked("A file to read is missing.") }
        return try IndexReader(descriptor: inputs[position])
    }

    private func analysis(
        _ samplesPerPixel: Int?, _ silence: (db: Double, minMs: Int)?, isFitted: Bool = false
    ) throws(MediaFailure) -> Analysis {
        let analysis = Analysis(
            try SoundSlices { () throws(MediaFailure) in try source(0) }, samplesPerPixel: samplesPerPixel,
            isFitted: isFitted, silence: silence)
        try analysis.run(progress: progress)
        return analysis
    }

    private func output() throws(MediaFailure) -> Int32 {
        guard let output = outputs.first else { throw .misasked("A file to write is missing.") }
        return output
    }

    private func source(_ position: Int) throws(MediaFailure) -> Source {
        try source(position, isGlance: false)
    }

    private func source(_ position: Int, isGlance: Bool) throws(MediaFailure) -> Source {
        guard position < inputs.count else { throw .misasked("A file to read is missing.") }
        return try Source(descriptor: inputs[position], isGlance: isGlance, isCancelled: isCancelled)
    }
}
