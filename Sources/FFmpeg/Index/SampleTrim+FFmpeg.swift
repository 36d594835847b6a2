import CFFmpeg
import MediaWork

extension Packet {
    /// Tells decoders and players which of the packet's samples are not to be heard.
    func cutOff(front: Int = 0, back: Int) throws(MediaFailure) {
        guard let data = av_packet_new_side_data(raw, AV_PKT_DATA_SKIP_SAMPLES, 10) else { throw .tooLarge(.memory) }
        for byte in 0..<10 {
            let number = byte < 4 ? front >> (8 * byte) : byte < 8 ? back >> (8 * (byte - 4)) : 0
            data[byte] = UInt8(truncatingIfNeeded: number)
        }
    }
}

extension AVPacket {
    /// How many samples at the packet's beginning and end are not to be heard; nil when all are.
    var trim: (front: Int, back: Int)? {
        for element in 0..<Int(side_data_elems) {
            let data = side_data[element]
            guard data.type == AV_PKT_DATA_SKIP_SAMPLES, data.size >= 8, let bytes = data.data else { continue }
            func number(at place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
            return (number(at: 0), number(at: 4))
        }
        return nil
    }
}
