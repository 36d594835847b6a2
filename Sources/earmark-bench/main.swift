import Glibc
import MediaWork
import Sandbox

// Measures media work as the server has it done: from the request to the closed file, in a pool of media children.
//
//     earmark-bench POOLSIZE
//
// Lines on stdin, members separated by tabs: `cold` or `warm`, then the request. A warm pool has been standing since the
// last answer; whoever measures waits until its children are ready. One line of JSON answers each.

guard let program = Bench.mediaProgram, let size = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) else {
    print("usage: earmark-bench POOLSIZE (beside earmark-media)")
    exit(2)
}

let pool = MediaPool(program: program, size: size)
while let line = readLine() {
    defer { fflush(nil) }
    let members = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    let isCold = members.first == "cold"
    guard let request = BenchRequest(Array(members.dropFirst())) else {
        print("{\"failure\":\"misasked\"}")
        continue
    }
    print(Bench.measure(request) { isCold ? MediaPool(program: program, size: 1) : pool })
}
pool.stop()
