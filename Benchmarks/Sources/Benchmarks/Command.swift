//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The command: no task, no thread, so that it also runs on the simulated processor that counts instructions.
@main
enum Command {
    private static let usage = """
        usage: Benchmarks [PREFIX…]              times the benchmarks whose names begin so, or all
               Benchmarks --list                 prints the names of those whose instructions are counted, and how
                                                 many iterations to count
               Benchmarks --run NAME ITERATIONS  does one that many times, without timing it
        """

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "--list" where arguments.count == 1:
            list()
        case "--run" where arguments.count == 3:
            guard let benchmark = Benchmark.all.first(where: { $0.name == arguments[1] }),
                let iterations = Int(arguments[2]), iterations > 0
            else { fatalError(usage) }
            print(benchmark.run(iterations))
        case let first? where first.hasPrefix("-"):
            print(usage)
        default:
            let chosen = Benchmark.all.filter { benchmark in
                arguments.isEmpty || arguments.contains(where: benchmark.name.hasPrefix)
            }
            Timing.print(of: chosen)
        }
    }

    private static func list() {
        for benchmark in Benchmark.all {
            guard let iterations = benchmark.countedIterations else { continue }
            print("\(benchmark.name)\t\(iterations)")
        }
    }
}
