//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Synchronization

/// The lines of standard input.
///
/// They are read on a thread of their own, as reading blocks, and only when the next line is asked for: whoever sends
/// slower than the input comes slows the input down.
final class InputLines: Sendable {
    private let queue = DispatchQueue(label: "standard input")
    private let splitter = Mutex(LineSplitter())

    /// Waits for the next line; `nil` at the end.
    ///
    /// Cancelling does not end the wait.
    func next() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            self.queue.async {
                continuation.resume(returning: self.splitter.withLock { $0.nextLine(reading: .input) })
            }
        }
    }
}

/// Splits a stream into lines.
private struct LineSplitter {
    private var bytes: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    /// Up to where there is no line end.
    private var searched = 0

    /// Takes the next line, without its end; a last line may lack one.
    mutating func nextLine(reading stream: StandardStream) -> [UInt8]? {
        while true {
            if let end = self.bytes[self.searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = self.bytes[self.start..<end]
                self.start = end + 1
                self.searched = self.start
                return Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            }
            self.bytes.removeFirst(self.start)
            self.start = 0
            self.searched = self.bytes.count
            if !stream.read(to: &self.bytes) {
                guard !self.bytes.isEmpty else { return nil }
                defer { self = LineSplitter() }
                return self.bytes
            }
        }
    }
}
