//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The lines that come from a pipe.
struct Lines {
    private let pipe: PipeEnd
    private let maxSize: Int
    /// The bytes that were received and not returned yet: a part of a line, or a line and the bytes behind it.
    private var bytes: ArraySlice<UInt8> = []

    /// Reads lines of at most `maxSize` bytes; a longer one is cut into pieces.
    init(of pipe: PipeEnd, maxSize: Int) {
        self.pipe = pipe
        self.maxSize = maxSize
    }

    /// Waits for the next line and returns it without its line end; `nil` after the last line.
    mutating func next() async throws -> String? {
        while true {
            let piece = self.bytes.prefix(self.maxSize)
            if let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
                self.bytes = self.bytes[(end + 1)...]
                return String(decoding: piece[..<end], as: UTF8.self)
            }
            if piece.count < self.maxSize {
                let more = try await self.pipe.receive(atMost: self.maxSize)
                if !more.isEmpty {
                    self.bytes = ArraySlice(self.bytes + more)
                    continue
                }
            }
            self.bytes = self.bytes.dropFirst(piece.count)
            return piece.isEmpty ? nil : String(decoding: piece, as: UTF8.self)
        }
    }
}
