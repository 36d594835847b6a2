/// What the media child found or made.
package enum MediaAnswer: Hashable, Sendable {
    case probe(ProbeReport)
    case peaks(PeaksReport)
    case levels(LevelsReport)
    case analysis(AnalysisReport)
    case screen(ScreenReport)
    case clip(ClipReport)
    case poster(PosterReport)
    case bundle(BundleReport)
    case index(IndexReport)
    case composition(CompositionReport)
    case render(RenderReport)
}

/// What kind of media a stream holds.
package enum StreamType: String, CaseIterable, Hashable, Sendable {
    case audio, video, subtitle, data
}

/// One stream of a file, as its packets show it.
package struct StreamReport: Hashable, Sendable {
    package var index: Int
    package var type: StreamType
    /// FFmpeg's name of the codec: "h264", "pcm_alaw".
    package var codec: String
    /// Pixels.
    package var width: Int?
    package var height: Int?
    /// Frames a second on average.
    package var frameRate: Double?
    /// Hz.
    package var sampleRate: Int?
    package var channels: Int?
    /// FFmpeg's name of how a picture's numbers are laid out: "yuv420p".
    package var pixelFormat: String?
    package var durationMs: Int

    package init(
        index: Int, type: StreamType, codec: String, width: Int? = nil, height: Int? = nil, frameRate: Double? = nil,
        sampleRate: Int? = nil, channels: Int? = nil, pixelFormat: String? = nil, durationMs: Int
    ) {
        self.index = index
        self.type = type
        self.codec = codec
        self.width = width
        self.height = height
        self.frameRate = frameRate
        self.sampleRate = sampleRate
        self.channels = channels
        self.pixelFormat = pixelFormat
        self.durationMs = durationMs
    }
}

/// What may be wrong with a recording that can still be used.
package enum HealthCode: String, CaseIterable, Hashable, Sendable {
    /// The header promises another length than the packets have.
    case durationMismatch = "duration_mismatch"
    /// The file ends before what its header promises.
    case truncated
    /// A channel in which nothing is heard.
    case silentChannel = "silent_channel"
    /// A channel that was recorded too loud.
    case clippedSound = "clipped_sound"
    /// Nothing but black is seen.
    case blackScreen = "black_screen"
    /// A picture that never changes.
    case frozenScreen = "frozen_screen"
    /// Neither sound nor pictures.
    case noMedia = "no_media"
    /// A stream whose codec is not among those that are read.
    case unsupportedCodec = "unsupported_codec"
}

/// One finding about a recording, with a sentence for people.
package struct Health: Hashable, Sendable {
    package var code: HealthCode
    package var message: String

    package init(_ code: HealthCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// What a file is: container, length by its packets, streams, and what may be wrong with it.
package struct ProbeReport: Hashable, Sendable {
    /// FFmpeg's short name of the format by content: "mp4", "m4a", "mov", "webm", "matroska", "ogg", "wav".
    package var container: String
    package var durationMs: Int
    package var streams: [StreamReport]
    package var health: [Health]

    package init(container: String, durationMs: Int, streams: [StreamReport], health: [Health]) {
        self.container = container
        self.durationMs = durationMs
        self.streams = streams
        self.health = health
    }
}

/// A waveform as audiowaveform's `.dat` version 2.
package struct PeaksReport: Hashable, Sendable {
    /// Hz.
    package var sampleRate: Int
    package var samplesPerPixel: Int
    package var channels: Int
    /// Pixels: pairs of minimum and maximum per channel.
    package var length: Int
    /// The whole file: a header of 24 bytes, then minimum and maximum per channel and pixel, 8 bit.
    package var dat: [UInt8]

    package init(sampleRate: Int, samplesPerPixel: Int, channels: Int, length: Int, dat: [UInt8]) {
        self.sampleRate = sampleRate
        self.samplesPerPixel = samplesPerPixel
        self.channels = channels
        self.length = length
        self.dat = dat
    }
}

/// A stretch of time, ms, the end not included.
package struct TimeRange: Hashable, Sendable {
    package var startMs: Int
    package var endMs: Int

    package init(startMs: Int, endMs: Int) {
        self.startMs = startMs
        self.endMs = endMs
    }
}

/// A clip that was written.
package struct ClipReport: Hashable, Sendable {
    package var startMs: Int
    package var endMs: Int
    package var durationMs: Int
    package var bytes: Int
    /// Frames encoded anew: of the picture, or of the sound where there is no picture.
    package var reencodedFrames: Int
    /// Packets taken from the source as they were.
    package var copiedPackets: Int
    /// The captions of the range as WebVTT, times from the clip's start; nil when there were no cues.
    package var captions: String?

    package init(
        startMs: Int, endMs: Int, durationMs: Int, bytes: Int, reencodedFrames: Int, copiedPackets: Int,
        captions: String? = nil
    ) {
        self.startMs = startMs
        self.endMs = endMs
        self.durationMs = durationMs
        self.bytes = bytes
        self.reencodedFrames = reencodedFrames
        self.copiedPackets = copiedPackets
        self.captions = captions
    }
}

/// The picture of a clip that was written.
package struct PosterReport: Hashable, Sendable {
    /// Pixels.
    package var width: Int
    package var height: Int
    package var bytes: Int

    package init(width: Int, height: Int, bytes: Int) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}

/// A bundle that was written.
package struct BundleReport: Hashable, Sendable {
    package var container: String
    package var durationMs: Int
    package var bytes: Int
    package var copiedPackets: Int
    package var streams: [BundleStream]

    package init(container: String, durationMs: Int, bytes: Int, copiedPackets: Int, streams: [BundleStream]) {
        self.container = container
        self.durationMs = durationMs
        self.bytes = bytes
        self.copiedPackets = copiedPackets
        self.streams = streams
    }
}

/// One stream of a bundle, and where it starts.
package struct BundleStream: Hashable, Sendable {
    package var type: StreamType
    package var codec: String
    package var title: String
    /// On the bundle's own timeline, whose 0 is the earliest recording's start.
    package var offsetMs: Int

    package init(type: StreamType, codec: String, title: String, offsetMs: Int) {
        self.type = type
        self.codec = codec
        self.title = title
        self.offsetMs = offsetMs
    }
}

/// A sample index that was written.
package struct IndexReport: Hashable, Sendable {
    package var samples: Int
    /// Of the index.
    package var bytes: Int
    /// Every sample is a range of the recording's bytes as it is.
    package var isPlain: Bool

    package init(samples: Int, bytes: Int, isPlain: Bool) {
        self.samples = samples
        self.bytes = bytes
        self.isPlain = isPlain
    }
}
