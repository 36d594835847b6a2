/// A stretch of decoded sound: a row of 16-bit samples for each channel, and the pauses among them.
///
/// One thread has it at a time: the one that decodes into it, or the one that looks at what was decoded.
final class SoundSlice: @unchecked Sendable {
    /// Samples of a row, filled or not.
    let capacity: Int
    private let samples: UnsafeMutablePointer<Int16>

    /// Samples from its beginning to its end; more than fit into a row when all of them are a pause.
    var count = 0
    /// Where nothing was recorded, in order. That is silence, whatever the rows have there.
    var pauses: [Range<Int>] = []
    /// Nothing follows.
    var isLast = false
    /// How far in the file its end lies, 0...1.
    var fraction = 0.0

    /// `capacity`: samples of a row.
    init(channels: Int, capacity: Int) {
        self.capacity = capacity
        samples = .allocate(capacity: channels * capacity)
        samples.initialize(repeating: 0, count: channels * capacity)
    }

    deinit { samples.deallocate() }

    /// A channel's samples from one place in the slice to another.
    func row(_ channel: Int, _ part: Range<Int>) -> UnsafeMutableBufferPointer<Int16> {
        UnsafeMutableBufferPointer(start: samples + channel * capacity + part.lowerBound, count: part.count)
    }
}
