//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// Reads a pipe line by line, on a thread of its own.
final class LineReader: Sendable {
    let pipe = Pipe()
    private let lines: AsyncStream<String>

    /// - Parameter prefix: The beginning of lines to leave out.
    init(leavingOut prefix: String? = nil) {
        let (lines, continuation) = AsyncStream<String>.makeStream()
        self.lines = lines
        // FileHandle's own ways to read may wait for more than there is.
        let handle = self.pipe.fileHandleForReading
        Thread.detachNewThread {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                // The buffer has room for as many bytes as are asked for.
                let count = unsafe buffer.withUnsafeMutableBytes {
                    unsafe read(handle.fileDescriptor, $0.baseAddress, $0.count)
                }
                guard count > 0 else { break }
                let more = buffer.prefix(count)
                bytes += more
                guard more.contains(UInt8(ascii: "\n")) else { continue }
                var start = 0
                while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: bytes[start..<end], as: UTF8.self)
                    if prefix.map({ !line.hasPrefix($0) }) ?? true { continuation.yield(line) }
                    start = end + 1
                }
                bytes.removeFirst(start)
            }
            if !bytes.isEmpty {
                continuation.yield(String(decoding: bytes, as: UTF8.self))
            }
            continuation.finish()
            try? handle.close()
        }
    }

    /// Waits for the next line; `nil` at the end.
    func next() async -> String? {
        for await line in self.lines { return line }
        return nil
    }

    /// Waits for the end.
    ///
    /// - Returns: The lines that have not been read, each with a line end.
    func rest() async -> String {
        var text = ""
        for await line in self.lines { text += line + "\n" }
        return text
    }
}
