import Domain
import SQL

/// Bundles of what an interaction was: since then a recording came or went, or its words have changed.
enum StaleBundles {
    static let media = MadeMedia(
        stale: { try recipes($0) },
        forget: { recipe, transaction in
            try transaction.execute("DELETE FROM bundles WHERE recipe = ?", .text(recipe))
        })

    private static func recipes(_ transaction: borrowing Transaction) throws -> [String] {
        let made = try transaction.rows("SELECT recipe, interaction_id FROM bundles ORDER BY interaction_id, recipe") {
            (recipe: $0.text(0), interaction: $0.text(1))
        }
        var living: Set<String> = []
        for interaction in Set(made.map(\.interaction)) {
            for format in BundleFormat.allCases {
                do {
                    living.insert(try RecordingBundle(of: interaction, format, for: .system, transaction).hash)
                } catch is Refusal {
                    // None of its recordings is left.
                }
            }
        }
        return made.map(\.recipe).filter { !living.contains($0) }
    }
}
