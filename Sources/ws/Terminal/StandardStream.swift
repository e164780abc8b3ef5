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

/// The three streams of a process, without buffers: what is written is there at once.
enum StandardStream: CInt {
    case input = 0
    case output = 1
    case error = 2

    /// Whether a person sits at it.
    var isTerminal: Bool {
        isatty(self.rawValue) != 0
    }

    /// Writes text as it is.
    ///
    /// It ends the process if that fails, as nobody could be told what is missing.
    func write(_ text: String) {
        guard self.writeIfPossible(text) else { exit(ExitStatus.failure.rawValue) }
    }

    /// Writes text as it is, and returns whether that succeeded.
    @discardableResult
    func writeIfPossible(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            // The slice lies in the array, which is held until the call ends.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Self.write(self.rawValue, UnsafeRawBufferPointer(rebasing: $0[start...]))
            }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    /// Writes a line in which nothing can pass for a terminal's commands.
    func writeLine(_ text: String) {
        self.write(text.escapingControls() + "\n")
    }

    /// Writes a line for each warning.
    func writeWarnings(_ warnings: [String]) {
        for warning in warnings { self.writeLine("ws: \(warning)") }
    }

    /// Waits for input and appends it to `bytes`; 65,536 bytes at most.
    ///
    /// - Returns: Whether there was any: at the end, or after an error, there is none.
    func read(to bytes: inout [UInt8]) -> Bool {
        let size = 65_536
        var buffer = [UInt8](repeating: 0, count: size)
        var count: Int
        repeat {
            // The buffer has room for as many bytes as are asked for.
            count = unsafe buffer.withUnsafeMutableBytes { unsafe Self.read(self.rawValue, $0) }
        } while count < 0 && errno == EINTR
        guard count > 0 else { return false }
        bytes += buffer.prefix(count)
        return true
    }

    private static func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            // Pointer and count belong together.
            #if canImport(Darwin)
            let count = unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
            let count = unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
            #else
            let count = unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            #endif
            guard count < 0, errno == EINTR else { return count }
        }
    }

    private static func read(_ descriptor: CInt, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
        // Pointer and count belong together.
        #if canImport(Darwin)
        unsafe Darwin.read(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, bytes.baseAddress, bytes.count)
        #else
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
