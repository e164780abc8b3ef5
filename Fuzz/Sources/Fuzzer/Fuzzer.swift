//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CFuzzer
import Synchronization

/// Fuzzes one target, `Fuzzer TARGET [libFuzzer's arguments]`, or without one lists them.
@main
enum Fuzzer {
    private static let targets: [any FuzzTarget.Type] = [
        FrameTarget.self, RoundTripTarget.self, OpeningRequestTarget.self, OpeningResponseTarget.self,
        RequestTarget.self,
        ResponseTarget.self, ExtensionTarget.self, CookieTarget.self, URLTarget.self, InflateTarget.self,
        ProxyTarget.self, TLSRecordTarget.self,
    ]

    /// The chosen one; libFuzzer's callback can hold nothing.
    private static let chosen = Mutex<(any FuzzTarget.Type)?>(nil)

    static func main() {
        let name = CommandLine.arguments.dropFirst().first
        guard let target = Self.targets.first(where: { $0.name == name }) else {
            for target in Self.targets { print(target.name) }
            return
        }
        Self.chosen.withLock { $0 = target }
        // libFuzzer sees no argument that is not its own: a file's name would be an input.
        var arguments = unsafe [UnsafeMutablePointer<CChar>?](
            UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
        )
        unsafe arguments.remove(at: 1)
        var count = CInt(unsafe arguments.count)
        // The driver reads the arguments, which live as long as the process.
        unsafe arguments.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            _ = unsafe LLVMFuzzerRunDriver(&count, &start) { start, size in
                // libFuzzer's memory, valid during the call; copied, so that a read beyond it is seen.
                let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: size))
                Fuzzer.chosen.withLock { $0 }?.run(FuzzInput(bytes))
                return 0
            }
        }
    }
}
