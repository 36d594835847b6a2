/// Where every sample of a recording lies in its file, and what is needed to decode or to join them: written once when
/// the recording comes in, so that nobody has to parse the file again.
///
/// This is the directory of an index file: `header`, then blocks of samples, then the directory (as `Wired` values), then
/// its place in 8 bytes little-endian and `trailer`. `docs/media.md` has the layout.
package struct SampleIndex: Hashable, Sendable {
    /// FFmpeg's short name of the format.
    package var container: String
    /// Bytes of the recording that was indexed.
    package var fileBytes: Int
    /// Where the recording's own timeline begins, µs on the container's timeline.
    package var originUs: Int
    package var streams: [IndexedStream]

    /// Version 3; the second did not say what of a sample is not to be heard, the first not how pictures are ordered,
    /// laced and tagged.
    package static let header = Array("ERMKIDX3".utf8)
    package static let trailer = Array("ERMKEND1".utf8)
    /// Samples of a block, but for the last of a stream.
    package static let blockSamples = 1_024

    package init(container: String, fileBytes: Int, originUs: Int, streams: [IndexedStream]) {
        self.container = container
        self.fileBytes = fileBytes
        self.originUs = originUs
        self.streams = streams
    }
}

/// One stream of an indexed recording.
package struct IndexedStream: Hashable, Sendable {
    package var parameters: StreamParameters
    package var samples: Int
    /// The sum of all samples, bytes.
    package var bytes: Int
    /// In presentation, first and end, units of the time base; samples before the recording's start are not counted.
    package var start: Int
    package var end: Int
    /// Every sample's position is the place of its very bytes; otherwise positions are where the demuxer stood.
    package var isPlain: Bool
    package var blocks: [SampleBlock]
    /// Samples of which the container cuts some sound off, at most `mostTrims` and one more where there are still others.
    package var trims: [SampleTrim]

    package static let mostTrims = 64

    package init(
        parameters: StreamParameters, samples: Int = 0, bytes: Int = 0, start: Int = 0, end: Int = 0,
        isPlain: Bool = true, blocks: [SampleBlock] = [], trims: [SampleTrim] = []
    ) {
        self.parameters = parameters
        self.samples = samples
        self.bytes = bytes
        self.start = start
        self.end = end
        self.isPlain = isPlain
        self.blocks = blocks
        self.trims = trims
    }
}

/// What a container says is not to be heard of one sample: what an encoder made up in front, or filled up at the end.
package struct SampleTrim: Hashable, Sendable {
    /// The sample's decoding time.
    package var dts: Int
    /// Samples of sound that are dropped at its beginning and at its end.
    package var front: Int
    package var back: Int

    package init(dts: Int, front: Int, back: Int) {
        self.dts = dts
        self.front = front
        self.back = back
    }
}

/// Up to `SampleIndex.blockSamples` samples of one stream that follow each other in decoding.
package struct SampleBlock: Hashable, Sendable {
    /// Its place in the index file.
    package var offset: Int
    package var length: Int
    package var samples: Int
    /// The first sample's decoding time, the block's earliest presentation, and how many samples are keyframes.
    package var firstDts: Int
    package var firstPts: Int
    package var keyframes: Int

    package init(offset: Int, length: Int, samples: Int, firstDts: Int, firstPts: Int, keyframes: Int) {
        self.offset = offset
        self.length = length
        self.samples = samples
        self.firstDts = firstDts
        self.firstPts = firstPts
        self.keyframes = keyframes
    }
}

/// One sample: an encoded picture or stretch of sound. Times are in units of its stream's time base.
package struct IndexedSample: Hashable, Sendable {
    package var dts: Int
    package var pts: Int
    package var duration: Int
    package var size: Int
    /// Where its bytes begin in the recording; -1 where nobody knows.
    package var position: Int
    package var isKeyframe: Bool
    /// Decoded but not shown: it lies before the place where the file itself says it begins.
    package var isHidden: Bool

    package init(
        dts: Int, pts: Int, duration: Int, size: Int, position: Int, isKeyframe: Bool, isHidden: Bool = false
    ) {
        self.dts = dts
        self.pts = pts
        self.duration = duration
        self.size = size
        self.position = position
        self.isKeyframe = isKeyframe
        self.isHidden = isHidden
    }
}

/// A fraction of whole numbers, as time bases, rates and shapes of pixels are given.
package struct Fraction: Hashable, Sendable {
    package var numerator: Int
    package var denominator: Int

    package init(_ numerator: Int, _ denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }
}

/// What a decoder or a muxer has to know of a stream before its first sample.
package struct StreamParameters: Hashable, Sendable {
    /// The stream's number in its file.
    package var index: Int
    package var type: StreamType
    /// FFmpeg's name of the codec.
    package var codec: String
    /// The container's own name of it, four bytes little-endian; 0 when it has none.
    package var codecTag = 0
    package var extradata: [UInt8] = []
    package var timeBase: Fraction
    /// FFmpeg's name of the pixel or sample format; empty when unknown.
    package var format = ""
    package var profile = 0
    package var level = 0
    package var bitRate = 0
    package var bitsPerCodedSample = 0
    package var width = 0
    package var height = 0
    package var pixelShape = Fraction(0, 1)
    package var frameRate = Fraction(0, 1)
    /// Range, primaries, transfer, space and chroma location, in the numbers of ISO/IEC 23091-2 and FFmpeg's own.
    package var color: [Int] = []
    /// FFmpeg's number of how lines follow each other; 0 when unknown, 1 for whole pictures.
    package var fieldOrder = 0
    /// By how many pictures decoding runs ahead of showing.
    package var videoDelay = 0
    /// FFmpeg's display matrix: nine 32-bit numbers as they are in memory, or nothing.
    package var turn: [UInt8] = []
    package var sampleRate = 0
    package var channels = 0
    /// Which speakers, as FFmpeg's bit mask; 0 when unknown.
    package var channelMask = 0
    package var frameSize = 0
    package var blockAlign = 0
    /// Samples of sound that the encoder made up in front, and those a decoder needs to settle after a seek.
    package var initialPadding = 0
    package var seekPreroll = 0

    package init(index: Int, type: StreamType, codec: String, timeBase: Fraction) {
        self.index = index
        self.type = type
        self.codec = codec
        self.timeBase = timeBase
    }
}
