import Domain

/// The code of what a body refuses; nil when it refuses nothing.
func refused(_ body: () throws -> Void) rethrows -> String? {
    do {
        try body()
        return nil
    } catch let refusal as Refusal {
        return refusal.code
    }
}
