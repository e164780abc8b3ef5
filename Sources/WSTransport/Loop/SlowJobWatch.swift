//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if DEBUG
import CWSLibuv

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Warns, in debug builds, of code that holds an event loop: nothing else on that loop runs meanwhile.
struct SlowJobWatch {
    private static let limit: UInt64 = 50_000_000

    private let start = uv_hrtime()

    func finish() {
        let elapsed = uv_hrtime() - self.start
        guard elapsed > Self.limit else { return }
        let warning = """
            warning: code held an event loop for \(elapsed / 1_000_000) ms; its other connections waited. \
            Move slow work off the loop with `withoutBlockingEventLoop`.

            """
        var text = Array(warning.utf8)
        // The array's storage is valid during the call. A warning that cannot be written is no error.
        _ = unsafe text.withUnsafeMutableBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
#endif
