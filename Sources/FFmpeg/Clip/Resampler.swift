import CFFmpeg
import MediaWork

/// Changes the rate of planar samples; the first sample out stands where the first sample in stood.
final class Resampler {
    private let context: OpaquePointer
    private let channels: Int
    private let from: Int
    private let to: Int

    init(channels: Int, from: Int, to: Int) throws(MediaFailure) {
        var layout = AVChannelLayout()
        av_channel_layout_default(&layout, Int32(channels))
        var same = layout
        var allocated: OpaquePointer?
        let code = swr_alloc_set_opts2(
            &allocated, &layout, AV_SAMPLE_FMT_FLTP, Int32(to), &same, AV_SAMPLE_FMT_FLTP, Int32(from), 0, nil)
        guard let allocated else {
            try AVCode.reading(code)
            throw .tooLarge(.memory)
        }
        context = allocated
        self.channels = channels
        self.from = from
        self.to = to
        try AVCode.reading(swr_init(allocated))
    }

    deinit {
        var freeing: OpaquePointer? = context
        swr_free(&freeing)
    }

    func resample(_ samples: [[Float]]) throws(MediaFailure) -> [[Float]] {
        try convert(samples, count: samples[0].count)
    }

    /// What the filter still holds after the last sample.
    func rest() throws(MediaFailure) -> [[Float]] { try convert(nil, count: 0) }

    private func convert(_ samples: [[Float]]?, count: Int) throws(MediaFailure) -> [[Float]] {
        let room = Int(swr_get_out_samples(context, Int32(count))) + 64
        // Plane behind plane, so that one pointer serves all.
        var output = [Float](repeating: 0, count: room * channels)
        let input = samples?.flatMap { $0 } ?? []
        let made = output.withUnsafeMutableBytes { output in
            input.withUnsafeBytes { input in
                var outputs = (0..<channels).map { channel -> UnsafeMutablePointer<UInt8>? in
                    output.baseAddress?.advanced(by: 4 * room * channel).assumingMemoryBound(to: UInt8.self)
                }
                var inputs = (0..<channels).map { channel -> UnsafePointer<UInt8>? in
                    input.baseAddress?.advanced(by: 4 * count * channel).assumingMemoryBound(to: UInt8.self)
                }
                return samples == nil
                    ? swr_convert(context, &outputs, Int32(room), nil, 0)
                    : swr_convert(context, &outputs, Int32(room), &inputs, Int32(count))
            }
        }
        try AVCode.reading(made)
        return (0..<channels).map { Array(output[(room * $0)..<(room * $0 + Int(made))]) }
    }
}
