/// What is asked of the media child: one piece of work over the descriptors that are given beside it, by position.
package enum MediaRequest: Hashable, Sendable {
    /// What is inputs[0], and is it sound?
    case probe
    /// The same from packets alone: what hearing and seeing it would tell is left to `analyse` and `screen`.
    case glance
    /// Where every sample of inputs[0] lies, written to outputs[0] (open for reading and writing, empty).
    case index
    /// The waveform of inputs[0]: one minimum and one maximum per channel for every `samplesPerPixel` samples.
    case peaks(samplesPerPixel: Int)
    /// Loudness, silence and talk of inputs[0]: quieter than `silenceDb` (dBFS) for `minMs` or longer is silence.
    case levels(silenceDb: Double, minMs: Int)
    /// Peaks at several zooms and levels of inputs[0] in one decode; `samplesPerPixel` is the finest zoom, coarser for
    /// very long recordings.
    case analyse(samplesPerPixel: Int, silenceDb: Double, minMs: Int)
    /// Thumbnails, activity, black and still stretches of inputs[0], whose length is known; the thumbnails go to
    /// outputs[0] (open for reading and writing, empty) as one JPEG.
    case screen(durationMs: Int)
    /// An exact cut, written to outputs[0] (open for reading and writing, empty); one input per `ClipInput`,
    /// then the sample indexes that these name.
    case clip(ClipRecipe)
    /// The picture that stands for a clip, inputs[0], until it is played; written to outputs[0] (open for reading and
    /// writing, empty) as a JPEG.
    case poster
    /// All inputs in one file, copied, written to outputs[0] (open for reading and writing, empty).
    case bundle(BundleRecipe)
    /// The same as an MP4 that is planned and not written; the inputs are the recordings' indexes.
    case compose(BundleRecipe)
    /// A form that browsers play, written to outputs[0] (open for reading and writing, empty).
    case render(RenderRecipe)
}

extension MediaRequest {
    /// The kind of work in a word, for logs and counts; the same for every such request.
    package var name: String {
        switch self {
        case .probe: "probe"
        case .glance: "glance"
        case .screen: "screen"
        case .index: "index"
        case .peaks: "peaks"
        case .levels: "levels"
        case .analyse: "analyse"
        case .clip: "clip"
        case .poster: "poster"
        case .bundle: "bundle"
        case .render: "render"
        case .compose: "compose"
        }
    }

    /// Samples to a pixel when nobody says otherwise: 32 ms of an 8 kHz call, as audiowaveform's own default.
    package static let samplesPerPixel = 256
    /// Quieter than this (dBFS) counts as silence when nobody says otherwise.
    package static let silenceDb = -50.0
    /// Shorter silences (ms) are pauses, when nobody says otherwise.
    package static let silenceMs = 2_000
}

/// Which part of a recording an input gives.
package enum ClipInputKind: UInt8, CaseIterable, Hashable, Sendable {
    case audio, screen
    /// The picture as a screen and the sound as audio, whichever there is.
    case whole
}

/// Who is heard on an audio leg; of two legs the agent goes left and the customer right.
package enum Party: UInt8, CaseIterable, Hashable, Sendable {
    case agent, customer, both
}

/// One recording that a clip is cut from, with its place on the interaction's timeline.
package struct ClipInput: Hashable, Sendable {
    package var kind: ClipInputKind
    /// Where this recording's first instant lies on the interaction's timeline, ms; may be negative.
    package var offsetMs: Int
    package var party: Party?
    /// Which of the request's inputs is this recording's sample index; nil where there is none.
    package var index: Int?

    package init(kind: ClipInputKind, offsetMs: Int = 0, party: Party? = nil, index: Int? = nil) {
        self.kind = kind
        self.offsetMs = offsetMs
        self.party = party
        self.index = index
    }
}

/// The container of a clip or a bundle, named by its file ending.
package enum Container: String, CaseIterable, Hashable, Sendable {
    case mp4, webm, mkv
    case m4a, mka, ogg, opus, flac, wav

    /// The container for a file ending, without its dot, in any case.
    package init?(ending: String) {
        self.init(rawValue: ending.lowercased())
    }

    /// Whether pictures fit.
    package var holdsPictures: Bool { self == .mp4 || self == .webm || self == .mkv }
}

/// How the screens of a clip are shown.
package enum ClipLayout: Hashable, Sendable {
    /// All of them: one whole, two side by side, three or four as two by two.
    case grid
    /// One, by its position among the screens (from 0).
    case screen(Int)
    /// Sound only.
    case none
}

/// A line of a transcript shown for a while; times in ms on the interaction's timeline.
package struct Cue: Hashable, Sendable {
    package var startMs: Int
    package var endMs: Int
    package var text: String

    package init(startMs: Int, endMs: Int, text: String) {
        self.startMs = startMs
        self.endMs = endMs
        self.text = text
    }
}

/// An exact cut `[startMs, endMs)` of the interaction's timeline.
package struct ClipRecipe: Hashable, Sendable {
    package var startMs: Int
    package var endMs: Int
    package var container: Container
    package var inputs: [ClipInput]
    package var layout: ClipLayout
    /// Captions to cut along; the answer carries them as WebVTT, and MP4, MKV and WebM as a stream.
    package var cues: [Cue]
    /// Burnt in: what they cover is in no part of the file, nor in the captions.
    package var redactions: ClipRedactions

    package init(
        startMs: Int, endMs: Int, container: Container, inputs: [ClipInput], layout: ClipLayout = .grid,
        cues: [Cue] = [], redactions: ClipRedactions = ClipRedactions()
    ) {
        self.startMs = startMs
        self.endMs = endMs
        self.container = container
        self.inputs = inputs
        self.layout = layout
        self.cues = cues
        self.redactions = redactions
    }
}

/// One recording of a bundle: its sound (`audio`), its picture (`screen`) or both (`whole`), under a title.
package struct BundleInput: Hashable, Sendable {
    package var kind: ClipInputKind
    /// Where this recording's first instant lies on the interaction's timeline, ms; may be negative.
    package var offsetMs: Int
    /// What players show for the stream: "Agent", "Monitor 1 · CRM".
    package var title: String

    package init(kind: ClipInputKind, offsetMs: Int = 0, title: String = "") {
        self.kind = kind
        self.offsetMs = offsetMs
        self.title = title
    }
}

/// All recordings of an interaction in one MKV or MP4, packets copied and aligned by offset.
package struct BundleRecipe: Hashable, Sendable {
    package var container: Container
    package var inputs: [BundleInput]
    /// The transcript as a subtitle stream, when there is one.
    package var cues: [Cue]

    package init(container: Container, inputs: [BundleInput], cues: [Cue] = []) {
        self.container = container
        self.inputs = inputs
        self.cues = cues
    }
}
