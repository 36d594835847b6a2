/// The directory of a compound file as it is being laid out ([MS-CFB] 2.6).
struct CompoundPlan {
    /// A stream and where it was put.
    struct Stream {
        let size: Int64
        /// Nil for the one that is written later.
        let bytes: [UInt8]?
        /// Its first sector, or mini sector.
        var start: Int64 = 0
        let node: Int

        var isMini: Bool { size < CompoundFile.miniCutoff }
    }

    private(set) var streams: [Stream] = []
    /// The chains of mini sectors.
    private(set) var miniTable: [UInt32] = []
    private var nodes: [Node] = []

    private struct Node {
        let name: String
        /// 1 a storage, 2 a stream, 5 the root.
        let kind: UInt8
        var isRed = false
        var left = CompoundPlaces.free
        var right = CompoundPlaces.free
        var child = CompoundPlaces.free
        var start: UInt32 = 0
        var size: Int64 = 0
    }

    var directoryBytes: Int { (nodes.count + 3) / 4 * 512 }

    mutating func addRoot(_ entries: [CompoundFile.Entry]) {
        nodes.append(Node(name: "Root Entry", kind: 5))
        add(entries, under: 0)
    }

    private mutating func add(_ entries: [CompoundFile.Entry], under parent: Int) {
        var added: [(name: String, node: Int)] = []
        for entry in entries {
            let node = nodes.count
            added.append((entry.name, node))
            switch entry {
            case .storage(let name, let inside):
                nodes.append(Node(name: name, kind: 1))
                add(inside, under: node)
            case .stream(let name, let bytes):
                nodes.append(Node(name: name, kind: 2, size: Int64(bytes.count)))
                streams.append(Stream(size: Int64(bytes.count), bytes: bytes, node: node))
            case .later(let name, let size):
                nodes.append(Node(name: name, kind: 2, size: size))
                streams.append(Stream(size: size, bytes: nil, node: node))
            }
        }
        // Siblings are ordered by the length of their names, then by their capitals (2.6.4).
        added.sort { one, other in
            let (a, b) = (one.name.uppercased().utf16, other.name.uppercased().utf16)
            return a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
        }
        nodes[parent].child = tree(added[...].map(\.node)[...], depth: 0, deepest: Self.depth(of: added.count))
    }

    /// A balanced tree whose lowest row alone is red, where that row is not full.
    private mutating func tree(_ order: ArraySlice<Int>, depth: Int, deepest: Int) -> UInt32 {
        guard !order.isEmpty else { return CompoundPlaces.free }
        let middle = order.startIndex + order.count / 2
        let node = order[middle]
        nodes[node].isRed = depth > 0 && depth == deepest
        nodes[node].left = tree(order[..<middle], depth: depth + 1, deepest: deepest)
        nodes[node].right = tree(order[(middle + 1)...], depth: depth + 1, deepest: deepest)
        return UInt32(node)
    }

    /// The row, counted from 0, in which a balanced tree of so many nodes ends.
    private static func depth(of count: Int) -> Int {
        var depth = 0
        while (1 << (depth + 1)) - 1 < count { depth += 1 }
        return depth
    }

    /// Puts the short streams one after the other; gives the bytes they take together.
    mutating func placeMiniStreams() -> Int64 {
        for index in streams.indices where streams[index].isMini && streams[index].size > 0 {
            let count = (streams[index].size + CompoundFile.miniSector - 1) / CompoundFile.miniSector
            streams[index].start = Int64(miniTable.count)
            for step in 1...count {
                miniTable.append(step < count ? UInt32(miniTable.count + 1) : CompoundPlaces.end)
            }
        }
        return Int64(miniTable.count) * CompoundFile.miniSector
    }

    /// Tells every entry where it begins; `large` are the first sectors of the long streams, in their order.
    mutating func settle(large: [Int64], mini: Int64, miniBytes: Int64) {
        var large = large[...]
        for index in streams.indices {
            if !streams[index].isMini, let start = large.popFirst() { streams[index].start = start }
            let isEmpty = streams[index].size == 0
            nodes[streams[index].node].start = isEmpty ? CompoundPlaces.end : UInt32(streams[index].start)
        }
        nodes[0].start = miniBytes > 0 ? UInt32(mini) : CompoundPlaces.end
        nodes[0].size = miniBytes
    }

    /// 128 bytes an entry (2.6.1); what is left of the last sector says that it is free.
    func directory() -> [UInt8] {
        var bytes: [UInt8] = []
        for node in nodes {
            let name = node.name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            bytes += name + [UInt8](repeating: 0, count: 64 - name.count)
            bytes += [UInt8(name.count + 2), 0, node.kind, node.isRed ? 0 : 1]
            bytes += CompoundFile.bytes([node.left, node.right, node.child])
            bytes += [UInt8](repeating: 0, count: 36)
            bytes += CompoundFile.bytes([node.start, UInt32(node.size), 0])
        }
        while bytes.count < directoryBytes {
            bytes += [UInt8](repeating: 0, count: 68) + [UInt8](repeating: 0xFF, count: 12)
            bytes += [UInt8](repeating: 0, count: 48)
        }
        return bytes
    }
}
