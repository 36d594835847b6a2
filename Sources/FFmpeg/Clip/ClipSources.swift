import CFFmpeg
import MediaWork

/// The recordings of a clip, opened by their indexes where these say all that is needed, else by parsing them.
struct ClipSources {
    let recipe: ClipRecipe
    /// The recordings, then their indexes.
    let descriptors: [Int32]
    let isCancelled: () -> Bool

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
            case .audio: sound?.isReadable ?? false
            case .screen: picture?.isReadable ?? false
            case .whole:
                (sound != nil || picture != nil) && (picture?.isReadable ?? true) && (sound?.isReadable ?? true)
            }
        return isEnough ? reader : nil
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
