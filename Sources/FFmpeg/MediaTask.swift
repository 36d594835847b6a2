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
        av_log_set_level(AV_LOG_QUIET)
        self.inputs = inputs
        self.outputs = outputs
        self.progress = progress
        self.isCancelled = isCancelled
    }

    package func perform(_ request: MediaRequest) throws(MediaFailure) -> MediaAnswer {
        switch request {
        case .probe: .probe(try Probe(source(0)).report())
        case .peaks, .levels, .analyse, .clip, .bundle: throw .misasked("Not built yet.")
        }
    }

    private func source(_ position: Int) throws(MediaFailure) -> Source {
        guard position < inputs.count else { throw .misasked("A file to read is missing.") }
        return try Source(descriptor: inputs[position], isCancelled: isCancelled)
    }
}
