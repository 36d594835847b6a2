/// The way a customer conversation was held.
package enum Channel: String, CaseIterable, Sendable, Hashable {
    case voice, chat, email, messaging, other
}
