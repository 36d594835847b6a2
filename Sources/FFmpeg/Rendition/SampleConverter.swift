import CFFmpeg
import MediaWork

/// Brings decoded sound of one form to planar floats at another rate, and to one or two channels.
final class SampleConverter {
    /// The rate of what goes in, Hz.
    let rate: Int64
    private let context: OpaquePointer
    private let format: Int32
    private var layout: AVChannelLayout
    private let planes: Planes
    private let channels: Int
    private let outgoing: Int

    /// For frames like this one.
    init(_ frame: AVFrame, channels: Int, rate outgoing: Int) throws(MediaFailure) {
        rate = Int64(frame.sample_rate)
        format = frame.format
        layout = frame.ch_layout
        self.channels = channels
        self.outgoing = outgoing
        var target = AVChannelLayout()
        av_channel_layout_default(&target, Int32(channels))
        // Files that do not say which channel is which are taken as usual.
        var source = frame.ch_layout
        if source.order == AV_CHANNEL_ORDER_UNSPEC { av_channel_layout_default(&source, source.nb_channels) }
        var allocated: OpaquePointer?
        let code = swr_alloc_set_opts2(
            &allocated, &target, AV_SAMPLE_FMT_FLTP, Int32(outgoing), &source, AVSampleFormat(frame.format),
            frame.sample_rate, 0, nil)
        guard let allocated else {
            try AVCode.reading(code)
            throw .tooLarge(.memory)
        }
        context = allocated
        planes = Planes(channels: channels)
        try AVCode.reading(swr_init(allocated))
    }

    deinit {
        var freeing: OpaquePointer? = context
        swr_free(&freeing)
    }

    func fits(_ frame: AVFrame) -> Bool {
        var other = frame.ch_layout
        return Int64(frame.sample_rate) == rate && frame.format == format
            && av_channel_layout_compare(&layout, &other) == 0
    }

    /// Adds a frame from its sample `skipping` on; gives how many samples came out.
    func convert(_ frame: AVFrame, skipping: Int, into queue: SampleQueue) throws(MediaFailure) -> Int64 {
        let sampleFormat = AVSampleFormat(frame.format)
        let isPlanar = av_sample_fmt_is_planar(sampleFormat) != 0
        let step = Int(av_get_bytes_per_sample(sampleFormat)) * (isPlanar ? 1 : Int(frame.ch_layout.nb_channels))
        let count = isPlanar ? Int(frame.ch_layout.nb_channels) : 1
        var input = (0..<count).map { plane -> UnsafePointer<UInt8>? in
            frame.extended_data[plane].map { UnsafePointer($0 + skipping * step) }
        }
        return try convert(&input, count: Int(frame.nb_samples) - skipping, into: queue)
    }

    /// What the filter holds after the last sample; the next frame begins a new run.
    func finish(into queue: SampleQueue) throws(MediaFailure) -> Int64 {
        let made = try convert(nil, count: 0, into: queue)
        try AVCode.reading(swr_init(context))
        return made
    }

    private func convert(
        _ input: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int, into queue: SampleQueue
    ) throws(MediaFailure) -> Int64 {
        let room = Int(swr_get_out_samples(context, Int32(count))) + 64
        planes.makeRoom(room)
        var outputs = planes.bytes
        let made = try AVCode.reading(swr_convert(context, &outputs, Int32(room), input, Int32(count)))
        planes.silenceWhatIsNoNumber(Int(made))
        try queue.add(Int(made), from: planes)
        return Int64(made)
    }
}

/// Floats of one or two channels, each in a plane of its own.
final class Planes {
    private(set) var pointers: [UnsafeMutablePointer<Float>]
    private var room = 0

    init(channels: Int) {
        pointers = (0..<channels).map { _ in .allocate(capacity: 1) }
    }

    deinit { for pointer in pointers { pointer.deallocate() } }

    var bytes: [UnsafeMutablePointer<UInt8>?] {
        pointers.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: UInt8.self) }
    }

    /// What they held is gone when they grow.
    func makeRoom(_ count: Int) {
        guard count > room else { return }
        for pointer in pointers { pointer.deallocate() }
        pointers = pointers.map { _ in .allocate(capacity: count) }
        for pointer in pointers { pointer.initialize(repeating: 0, count: count) }
        room = count
    }

    /// Files of floats may hold infinities, which encoders refuse.
    func silenceWhatIsNoNumber(_ count: Int) {
        for pointer in pointers {
            for index in 0..<count where !pointer[index].isFinite { pointer[index] = 0 }
        }
    }
}

/// Samples on their way from the decoder to the encoder.
final class SampleQueue {
    private let fifo: OpaquePointer
    private let channels: Int
    private let zeros: Planes

    init(channels: Int) throws(MediaFailure) {
        guard let fifo = av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, Int32(channels), 8_192) else {
            throw .tooLarge(.memory)
        }
        self.fifo = fifo
        self.channels = channels
        zeros = Planes(channels: channels)
    }

    deinit { av_audio_fifo_free(fifo) }

    var count: Int { Int(av_audio_fifo_size(fifo)) }

    func add(_ count: Int, from planes: Planes) throws(MediaFailure) {
        guard count > 0 else { return }
        var pointers = planes.pointers.map { UnsafeMutableRawPointer($0) as UnsafeMutableRawPointer? }
        try AVCode.reading(av_audio_fifo_write(fifo, &pointers, Int32(count)))
    }

    func addSilence(_ count: Int) throws(MediaFailure) {
        zeros.makeRoom(count)
        try add(count, from: zeros)
    }

    /// Takes out at most `count`; gives how many there were.
    func read(_ count: Int, into planes: [UnsafeMutablePointer<Float>]) throws(MediaFailure) -> Int {
        var pointers = planes.map { UnsafeMutableRawPointer($0) as UnsafeMutableRawPointer? }
        return Int(try AVCode.reading(av_audio_fifo_read(fifo, &pointers, Int32(count))))
    }
}
