//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CUV

/// What a stream has yet to write, in order.
///
/// Small writes collect in one buffer borrowed from the loop; large ones are kept as they are.
/// An empty queue holds no memory.
struct OutputQueue {
    private enum Piece {
        case buffer(OutputBuffer)
        case bytes([UInt8])

        /// The bytes, valid while the piece is kept.
        var bytes: UnsafeRawBufferPointer {
            switch self {
            case .buffer(let buffer):
                return unsafe buffer.bytes
            case .bytes(let array):
                // A native array's storage is on the heap and stays where it is while a constant holds it, and the
                // queue holds this one until it is written.
                return unsafe array.withUnsafeBytes { unsafe $0 }
            }
        }
    }

    /// The most pieces that one system call is given.
    private static let maxPiecesPerWrite = 32

    /// The full pieces, before `tail`.
    private var pieces: [Piece] = []
    /// The buffer that small writes go to.
    private var tail: OutputBuffer?
    /// How much of the first piece (or of the tail, when it is alone) is written.
    private var written = 0
    /// The number of bytes not written.
    private(set) var count = 0

    mutating func append(capacity: Int, pool: inout OutputBufferPool, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        if let tail, tail.freeCapacity < capacity {
            self.sealTail()
        }
        // Taken out and put back, as it would be retained and released otherwise, for every message.
        let isSmall = self.pieces.isEmpty && capacity <= OutputBuffer.Size.small.capacity
        let buffer = self.tail.take() ?? pool.take(isSmall ? .small : .large)
        self.count += buffer.append(fill)
        self.tail = buffer
    }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        self.sealTail()
        self.pieces.append(.bytes(bytes))
        self.count += bytes.count
    }

    private mutating func sealTail() {
        guard let tail else { return }
        self.pieces.append(.buffer(tail))
        self.tail = nil
    }

    /// Calls `body` with the unwritten bytes, as many pieces as one system call takes, and `extra` behind all of them.
    ///
    /// - Returns: What `body` returns.
    func withBuffers(
        followedBy extra: UnsafeRawBufferPointer? = nil,
        _ body: (UnsafeMutableBufferPointer<uv_buf_t>) -> CInt
    ) -> CInt {
        if self.pieces.isEmpty, unsafe extra == nil, let tail {
            // By far the most frequent case, and the cheapest.
            var buffer = unsafe uv_buf_t(tail.bytes, from: self.written)
            return unsafe withUnsafeMutablePointer(to: &buffer) {
                unsafe body(UnsafeMutableBufferPointer(start: $0, count: 1))
            }
        }
        return unsafe withUnsafeTemporaryAllocation(of: uv_buf_t.self, capacity: Self.maxPiecesPerWrite + 2) {
            buffers in
            var count = 0
            func add(_ bytes: UnsafeRawBufferPointer) {
                unsafe buffers.initializeElement(at: count, to: uv_buf_t(bytes, from: count == 0 ? self.written : 0))
                count += 1
            }
            for piece in self.pieces.prefix(Self.maxPiecesPerWrite) {
                unsafe add(piece.bytes)
            }
            if self.pieces.count <= Self.maxPiecesPerWrite {
                if let tail = self.tail {
                    unsafe add(tail.bytes)
                }
                if let extra = unsafe extra {
                    unsafe add(extra)
                }
            }
            return unsafe body(UnsafeMutableBufferPointer(rebasing: buffers[..<count]))
        }
    }

    /// Removes the first `count` bytes, which have been written; at most what the queue holds.
    mutating func removeFirst(_ count: Int, pool: inout OutputBufferPool) {
        self.count -= count
        var rest = self.written + count
        var finished = 0
        while finished < self.pieces.count {
            let size = unsafe self.pieces[finished].bytes.count
            guard rest >= size else { break }
            rest -= size
            if case .buffer(let buffer) = self.pieces[finished] {
                pool.giveBack(buffer)
            }
            finished += 1
        }
        if finished == self.pieces.count {
            self.pieces = []
            if let tail, rest >= tail.count {
                rest = 0
                pool.giveBack(tail)
                self.tail = nil
            }
        } else if finished > 0 {
            self.pieces.removeFirst(finished)
        }
        self.written = rest
    }

    mutating func removeAll(pool: inout OutputBufferPool) {
        self.removeFirst(self.count, pool: &pool)
    }
}

extension uv_buf_t {
    /// The bytes from `start` on, for libuv to read.
    fileprivate init(_ bytes: UnsafeRawBufferPointer, from start: Int) {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
        // libuv takes a mutable pointer and only reads from it.
        let base = unsafe UnsafeMutablePointer(mutating: rest.baseAddress?.assumingMemoryBound(to: CChar.self))
        unsafe self.init(base: base, len: rest.count)
    }
}
