import MediaWork
import SQL

/// The waveforms of recordings, each at several zooms.
enum PeaksStore {
    static func insert(_ peaks: [PeaksReport], of id: String, _ transaction: borrowing Transaction) throws {
        for zoom in peaks {
            try transaction.execute(
                """
                INSERT INTO recording_peaks (recording_id, samples_per_pixel, dat) VALUES (?, ?, ?)
                ON CONFLICT (recording_id, samples_per_pixel) DO NOTHING
                """,
                .text(id), .integer(Int64(zoom.samplesPerPixel)), .bytes(zoom.dat))
        }
    }

    /// The coarsest that shows what `samplesPerPixel` would; the finest where none does, or nothing is asked for.
    static func find(
        of id: String, samplesPerPixel: Int64?, _ transaction: borrowing Transaction
    ) throws -> [UInt8]? {
        try transaction.row(
            """
            SELECT dat FROM recording_peaks WHERE recording_id = ?
            ORDER BY samples_per_pixel <= ? DESC,
                CASE WHEN samples_per_pixel <= ? THEN -samples_per_pixel ELSE samples_per_pixel END,
                samples_per_pixel LIMIT 1
            """,
            .text(id), .integer(samplesPerPixel ?? 0), .integer(samplesPerPixel ?? 0)
        ) { $0.bytes(0) }
    }
}
