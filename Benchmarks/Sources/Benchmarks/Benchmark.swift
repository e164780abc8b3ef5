//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A piece of work that is measured.
struct Benchmark {
    /// What the command line and `instructions.tsv` call it.
    let name: String

    /// How many bytes one operation works on, or `nil` where bytes per second would say nothing.
    let byteCount: Int?

    /// How often to do it where instructions are counted, or `nil` if its instructions are not ours to count.
    ///
    /// Enough that its own are not lost among those before and after the loop, few enough for a simulated processor.
    let countedIterations: Int?

    /// Does the work this many times.
    ///
    /// The result depends on all of it, so that no part can be left out.
    let run: (_ iterations: Int) -> Int

    init(
        _ name: String,
        byteCount: Int? = nil,
        isCounted: Bool = true,
        run: @escaping (_ iterations: Int) -> Int
    ) {
        self.name = name
        self.byteCount = byteCount
        self.countedIterations = isCounted ? ((byteCount ?? 0) < 10_000 ? 1000 : 10) : nil
        self.run = run
    }

    /// All of them, in the order in which they are listed.
    static var all: [Benchmark] { headers + masking + copying + utf8 + receiving + sending + handshakes }
}
