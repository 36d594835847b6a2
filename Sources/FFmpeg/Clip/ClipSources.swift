import CFFmpeg
import MediaWork

/// The recordings of a clip, opened by their indexes where these say all that is needed, else by parsing them.
struct ClipSources {
    let recipe: ClipRecipe
    /// The recordings, then their indexes.
    let descriptors: [Int32]
    let isCancelled: () -> Bool

    /// Where a recording's sound begins and ends its container may cut samples off, which an index does not tell.
    private static let edgeMs = 200

    /// Opens the recording at a position of the recipe's inputs, anew each time.
    func open(_ position: Int) throws(MediaFailure) -> Source {
        guard recipe.inputs.indices.contains(position), descriptors.indices.contains(position) else {
            throw .misasked("A file to read is missing.")
        }
        let descriptor = descriptors[position]
        if let index = try index(position) {
            let source = try Source(descriptor: descriptor, index: index, isCancelled: isCancelled)
            if let source { return source }
        }
        return try Source(descriptor: descriptor, isCancelled: isCancelled)
    }

    private func index(_ position: Int) throws(MediaFailure) -> IndexReader? {
        let input = recipe.inputs[position]
        guard let place = input.index else { return nil }
        guard descriptors.indices.contains(place) else { throw .misasked("A file to read is missing.") }
        // One that cannot be read, of an older version perhaps, is as good as none.
        guard let reader = try? IndexReader(descriptor: descriptors[place]) else { return nil }
        let (sound, picture) = (reader.index.first(.audio), reader.index.first(.video))
        let isEnough =
            switch input.kind {
            case .audio: serves(sound, reader.index, input)
            case .screen: picture?.isReadable ?? false
            case .whole:
                (sound != nil || picture != nil) && (picture?.isReadable ?? true)
                    && (sound == nil || serves(sound, reader.index, input))
            }
        return isEnough ? reader : nil
    }

    private func serves(_ sound: IndexedStream?, _ index: SampleIndex, _ input: ClipInput) -> Bool {
        guard let sound, sound.isReadable else { return false }
        let unit = sound.parameters.timeBase
        func ms(_ time: Int) -> Int {
            Int(av_rescale_q(Int64(time), unit.rational, AVRational(num: 1, den: 1_000))) - index.originUs / 1_000
        }
        return recipe.startMs - input.offsetMs >= ms(sound.start) + Self.edgeMs
            && recipe.endMs - input.offsetMs <= ms(sound.end) - Self.edgeMs
    }
}

extension SampleIndex {
    /// The stream of a type that is shown or heard: the first that can be decoded.
    fileprivate func first(_ type: StreamType) -> IndexedStream? {
        streams.first { stream in
            guard stream.parameters.type == type,
                let known = avcodec_descriptor_get_by_name(stream.parameters.codec)
            else { return false }
            return Decoder.codec(for: known.pointee.id) != nil
        }
    }
}
