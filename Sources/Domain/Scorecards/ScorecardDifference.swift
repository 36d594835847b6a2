/// One thing that two contents of a scorecard do not share; elements are known by their keys, wherever they stand.
package struct ScorecardDifference: Equatable, Sendable {
    package let kind: Kind
    package let element: ElementKind
    /// The element's key within the scorecard; an option's stands behind its question's.
    package let key: String
    /// What people call it.
    package let name: String
    /// The setting that changed; nil unless one did.
    package let member: String?
    package let before: Value?
    package let after: Value?

    package enum Kind: String, CaseIterable, Sendable {
        case added, removed, moved, changed
    }

    package enum ElementKind: String, CaseIterable, Sendable {
        case scorecard, section, question, option
    }

    /// A setting's value, in the units of the scorecard's JSON.
    package enum Value: Equatable, Sendable {
        case text(String)
        case integer(Int64)
        case truth(Bool)
        case list([String])
        case nothing
    }
}

extension Scorecard {
    /// What `other` has that this content has not, in the order of `other`; what is gone comes last.
    package func differences(to other: Scorecard) -> [ScorecardDifference] {
        let before = ScorecardElement.all(of: self)
        let after = ScorecardElement.all(of: other)
        let known = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
        let kept = Set(after.map(\.id))
        var found: [ScorecardDifference] = []
        for element in after {
            guard let old = known[element.id] else {
                // Everything in what is new is new: it is said once.
                if known[element.parent] != nil { found.append(element.difference(.added)) }
                continue
            }
            if old.parent != element.parent { found.append(element.difference(.moved)) }
            for (was, now) in zip(old.members, element.members) where was.value != now.value {
                found.append(old.difference(.changed, now.name, was.value, now.value))
            }
            let order = old.children.filter(Set(element.children).contains)
            let strays = element.children.filter(Set(order).contains).strays(from: order)
            found += after.filter { strays.contains($0.id) }.map { $0.difference(.moved) }
        }
        for old in before where !kept.contains(old.id) && kept.contains(old.parent) {
            found.append(old.difference(.removed))
        }
        return found
    }
}

/// One element of a scorecard with its settings, flat.
private struct ScorecardElement {
    let id: String
    let parent: String
    let kind: ScorecardDifference.ElementKind
    let key: String
    let name: String
    let members: [(name: String, value: ScorecardDifference.Value)]
    let children: [String]

    func difference(
        _ what: ScorecardDifference.Kind, _ member: String? = nil, _ before: ScorecardDifference.Value? = nil,
        _ after: ScorecardDifference.Value? = nil
    ) -> ScorecardDifference {
        ScorecardDifference(
            kind: what, element: kind, key: key, name: name, member: member, before: before, after: after)
    }

    static func all(of card: Scorecard) -> [ScorecardElement] {
        [whole(card)]
            + card.sections.flatMap { section in
                [part(section)]
                    + section.questions.flatMap { question in
                        [asked(question, in: section)] + question.options.map { offered($0, by: question) }
                    }
            }
    }

    private static func whole(_ card: Scorecard) -> ScorecardElement {
        ScorecardElement(
            id: "card", parent: "", kind: .scorecard, key: card.key, name: card.name,
            members: [
                ("key", .text(card.key)), ("name", .text(card.name)), ("description", .text(card.description)),
                ("tags", .list(card.tags)), ("format", .text(card.format.rawValue)),
                ("defaultsOn", .truth(card.defaultsOn)), ("evidenceRequired", .truth(card.evidenceRequired)),
                ("passMark", card.passMark.map { .integer($0) } ?? .nothing),
                ("unansweredOptional", .text(card.unansweredOptional.rawValue)),
            ], children: card.sections.map { id($0) })
    }

    private static func part(_ section: Scorecard.Section) -> ScorecardElement {
        ScorecardElement(
            id: id(section), parent: "card", kind: .section, key: section.key, name: section.title,
            members: [
                ("title", .text(section.title)), ("description", .text(section.description)),
                ("weight", .integer(section.weight)),
            ], children: section.questions.map { id($0) })
    }

    private static func asked(_ question: Scorecard.Question, in section: Scorecard.Section) -> ScorecardElement {
        ScorecardElement(
            id: id(question), parent: id(section), kind: .question, key: question.key, name: question.text,
            members: [
                ("type", .text(question.type.rawValue)), ("text", .text(question.text)),
                ("helpText", .text(question.helpText)), ("required", .truth(question.isRequired)),
                ("allowNA", .truth(question.allowsNA)),
                ("default", question.defaultOption.map { .text($0) } ?? .nothing),
                ("commentPolicy", policy(question.commentPolicy)),
            ], children: question.options.map { id($0, of: question) })
    }

    private static func offered(_ option: Scorecard.Option, by question: Scorecard.Question) -> ScorecardElement {
        ScorecardElement(
            id: id(option, of: question), parent: id(question), kind: .option, key: "\(question.key)/\(option.key)",
            name: "\(question.text): \(option.label)",
            members: [
                ("label", .text(option.label)), ("points", .integer(option.points)),
                ("autoFail", .text(option.autoFail.rawValue)),
            ], children: [])
    }

    private static func policy(_ policy: Scorecard.CommentPolicy) -> ScorecardDifference.Value {
        switch policy {
        case .optional: .text("optional")
        case .required: .text("required")
        case .onOptions(let keys): .list(keys)
        }
    }

    // Keys may hold anything, so the lengths keep them apart.
    private static func id(_ section: Scorecard.Section) -> String { "s \(section.key)" }
    private static func id(_ question: Scorecard.Question) -> String { "q \(question.key)" }
    private static func id(_ option: Scorecard.Option, of question: Scorecard.Question) -> String {
        "o \(question.key.utf8.count) \(question.key) \(option.key)"
    }
}

extension [String] {
    /// The fewest that have to move to come from another order of the same: all but a longest run that keeps its order.
    fileprivate func strays(from order: [String]) -> Set<String> {
        let place = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
        let at = map { place[$0] ?? 0 }
        var best = at.map { _ in 1 }
        var previous = at.map { _ in -1 }
        for index in at.indices {
            for earlier in 0..<index where at[earlier] < at[index] && best[earlier] >= best[index] {
                best[index] = best[earlier] + 1
                previous[index] = earlier
            }
        }
        var stays: Set<Int> = []
        var end = best.indices.max { best[$0] < best[$1] } ?? -1
        while end >= 0 {
            stays.insert(end)
            end = previous[end]
        }
        return Set(indices.filter { !stays.contains($0) }.map { self[$0] })
    }
}
