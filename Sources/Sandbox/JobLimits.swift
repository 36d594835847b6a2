import MediaWork

/// What one job may take before it is stopped.
struct JobLimits {
    var wallClock: Duration
    /// Seconds of CPU, over all threads.
    var cpuSeconds: Int
    /// Bytes of any one file it writes.
    var fileBytes: Int

    /// Little for a look at a file (which listens on where a channel is silent), an hour's decoding for a day of media, nothing to write unless a file is made.
    init(_ request: MediaRequest, wallClock: Duration?) {
        let usual: Duration
        switch request {
        case .probe, .glance:
            usual = .seconds(120)
            fileBytes = 0
        case .peaks, .levels, .analyse:
            usual = .seconds(1_800)
            fileBytes = 0
        case .compose:
            usual = .seconds(30)
            fileBytes = 0
        case .screen:
            usual = .seconds(1_800)
            fileBytes = 64 << 20
        case .poster:
            usual = .seconds(60)
            fileBytes = 16 << 20
        case .index:
            usual = .seconds(1_800)
            fileBytes = 1 << 30
        case .clip:
            usual = .seconds(1_800)
            fileBytes = 4 << 30
        case .bundle:
            usual = .seconds(3_600)
            fileBytes = 64 << 30
        case .render(let recipe):
            // Twice as long as it lasts: a machine that is slower than that makes no renditions of large screens.
            usual = .seconds(600 + 2 * recipe.lengthMs / 1_000)
            fileBytes = 16 << 30
        }
        self.wallClock = wallClock ?? usual
        cpuSeconds = 2 * Int(self.wallClock.components.seconds) + 2
    }
}
