//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

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
            else { refuse() }
            print(benchmark.run(iterations))
        case let first? where first.hasPrefix("-"):
            refuse()
        default:
            let chosen = Benchmark.all.filter { benchmark in
                arguments.isEmpty || arguments.contains(where: benchmark.name.hasPrefix)
            }
            Timing.print(of: chosen)
        }
    }

    /// Ends the process, as it was called wrongly.
    private static func refuse() -> Never {
        print(usage)
        exit(2)
    }

    private static func list() {
        for benchmark in Benchmark.all {
            guard let iterations = benchmark.countedIterations else { continue }
            print("\(benchmark.name)\t\(iterations)")
        }
    }
}
