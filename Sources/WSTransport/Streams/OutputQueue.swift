//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

/// What a stream has yet to write, in order.
///
/// Small writes collect in one buffer borrowed from the loop. Large ones are kept as they are, and so is a small one that is alone:
/// a message for many is in memory once.
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

        func giveBack(to pool: inout OutputBufferPool) {
            if case .buffer(let buffer) = self {
                pool.giveBack(buffer)
            }
        }
    }

    /// The most pieces that one system call is given.
    private static let maxPiecesPerWrite = 32

    /// The pieces before `tail`, to which nothing is added.
    private var pieces: [Piece] = []
    /// The last piece: the buffer that small writes go to, or bytes that nothing follows yet.
    private var tail: Piece?
    /// How much of the first piece (or of the tail, when it is alone) is written.
    private var written = 0
    /// The number of bytes not written.
    private(set) var count = 0

    mutating func append(capacity: Int, pool: inout OutputBufferPool, _ fill: (inout OutputSpan<UInt8>) -> Void) {
        // Taken out and put back, as it would be retained and released otherwise, for every message.
        let buffer = self.takeBuffer(for: capacity, &pool)
        self.count += buffer.append(fill)
        self.tail = .buffer(buffer)
    }

    /// Appends bytes, without copying them if they are many or the queue is empty.
    mutating func append(_ bytes: [UInt8], pool: inout OutputBufferPool) {
        guard !bytes.isEmpty else { return }
        guard self.count == 0 || bytes.count >= OutputLimits.copy else {
            self.append(capacity: bytes.count, pool: &pool) { $0.append(copying: bytes.span) }
            return
        }
        self.sealTail()
        self.tail = .bytes(bytes)
        self.count += bytes.count
    }

    /// A buffer with so much room, which comes behind everything else.
    private mutating func takeBuffer(for capacity: Int, _ pool: inout OutputBufferPool) -> OutputBuffer {
        switch self.tail.take() {
        case .buffer(let buffer)? where buffer.freeCapacity >= capacity:
            return buffer
        case .bytes(let bytes)? where bytes.count + capacity <= OutputBuffer.Size.large.capacity:
            // It was alone; from one piece both are written faster.
            let buffer = self.newBuffer(for: bytes.count + capacity, &pool)
            _ = buffer.append { $0.append(copying: bytes.span) }
            return buffer
        case let full?:
            self.pieces.append(full)
        case nil:
            break
        }
        return self.newBuffer(for: capacity, &pool)
    }

    private func newBuffer(for capacity: Int, _ pool: inout OutputBufferPool) -> OutputBuffer {
        pool.take(self.pieces.isEmpty && capacity <= OutputBuffer.Size.small.capacity ? .small : .large)
    }

    private mutating func sealTail() {
        guard let tail = self.tail.take() else { return }
        self.pieces.append(tail)
    }

    /// Lets everything stay where it is until it is written, as it is about to be written from there.
    mutating func keepInPlace() {
        // A buffer stays when more is added behind.
        if case .bytes = self.tail {
            self.sealTail()
        }
    }

    /// The unwritten bytes if they are in one piece, valid until the queue changes.
    var contiguousBytes: UnsafeRawBufferPointer? {
        guard self.pieces.isEmpty, let tail else { return nil }
        return unsafe UnsafeRawBufferPointer(rebasing: tail.bytes[self.written...])
    }

    /// Calls `body` with the unwritten bytes, as many pieces as one system call takes, and `extra` behind all of them.
    ///
    /// - Returns: What `body` returns.
    func withBuffers(
        followedBy extra: UnsafeRawBufferPointer? = nil,
        _ body: (UnsafeMutableBufferPointer<uv_buf_t>) -> CInt
    ) -> CInt {
        unsafe withUnsafeTemporaryAllocation(of: uv_buf_t.self, capacity: Self.maxPiecesPerWrite + 2) {
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
            self.pieces[finished].giveBack(to: &pool)
            finished += 1
        }
        if finished == self.pieces.count {
            self.pieces = []
        } else if finished > 0 {
            self.pieces.removeFirst(finished)
        }
        if self.count == 0 {
            self.tail.take()?.giveBack(to: &pool)
            rest = 0
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
