//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CZlib

/// Inflates what one peer compresses, message by message (RFC 7692 §7.2.2).
///
/// It may refer to earlier messages, up to ``reset()``. After a problem it is good again only by that.
@safe
package struct Inflater: ~Copyable {
    // zlib's state refers to where this is, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let windowBits: CInt

    /// Creates an inflater.
    ///
    /// - Parameter windowBits: The base-2 logarithm of the window that the peer compresses with at most, from 8 to 15. The
    ///   window is allocated when something is inflated.
    package init(windowBits: Int) {
        self.windowBits = CInt(truncatingIfNeeded: windowBits)
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        // Negative: without zlib's header. It fails without memory only, since the version is that of the header.
        let status = unsafe inflateInit2_(
            self.stream,
            -self.windowBits,
            ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "zlib cannot be initialised")
    }

    deinit {
        // Initialised in init, and used by nobody any more.
        unsafe inflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    /// Forgets everything.
    package mutating func reset() {
        // Initialised in init.
        unsafe inflateReset(self.stream)
    }

    /// Inflates a whole message.
    ///
    /// - Parameters:
    ///   - message: The payloads of its frames, joined.
    ///   - output: Where the bytes go; empty before. What room it has is used first.
    ///   - limit: The most bytes the message may take.
    /// - Throws: ``InflateProblem``.
    package mutating func inflate(
        _ message: Span<UInt8>,
        into output: inout [UInt8],
        limit: Int
    ) throws(InflateProblem) {
        try self.inflatePiece(message, into: &output, limit: limit)
        let tail = DeflateTail.bytes
        try self.inflatePiece(tail.span, into: &output, limit: limit)
        // Set by the last call. 128: between two blocks. Anywhere else the message was cut off, and has swallowed the tail.
        guard unsafe self.stream.pointee.data_type & 128 != 0 else { throw .corrupt }
    }

    private mutating func inflatePiece(
        _ input: Span<UInt8>,
        into output: inout [UInt8],
        limit: Int
    ) throws(InflateProblem) {
        // The span is valid during the call, and afterwards zlib is told of no input any more.
        let result: Result<Void, InflateProblem> = unsafe input.withUnsafeBufferPointer { bytes in
            defer { unsafe self.stream.pointee.next_in = nil }
            unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            var left = bytes.count
            do throws(InflateProblem) {
                while left > 0 {
                    let portion = UInt32(clamping: left)
                    unsafe self.stream.pointee.avail_in = portion
                    try self.inflateAvailable(into: &output, limit: limit)
                    left -= Int(portion)
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Inflates until there is neither input nor output left.
    private mutating func inflateAvailable(into output: inout [UInt8], limit: Int) throws(InflateProblem) {
        while true {
            // One more than is allowed, to see that there is more. Twice as much each time, so that the time is linear.
            let room = min(max(output.capacity - output.count, output.count, 1024), limit - output.count + 1)
            var status = Z_OK
            var isFull = false
            output.append(addingCapacity: room) { span in
                // zlib writes to the span's free rest, at most `avail_out` bytes, and tells how many.
                unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                    unsafe self.stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + count }
                    unsafe self.stream.pointee.avail_out = UInt32(clamping: room)
                    status = unsafe CZlib.inflate(self.stream, Z_SYNC_FLUSH)
                    let free = unsafe Int(self.stream.pointee.avail_out)
                    count += room - free
                    isFull = free == 0
                    unsafe self.stream.pointee.next_out = nil
                }
            }
            guard output.count <= limit else { throw .tooBig }
            switch status {
            case Z_OK: if !isFull { return }
            case Z_BUF_ERROR: return
            case Z_STREAM_END: try self.goOnBehindFinalBlock()
            default: throw .corrupt
            }
        }
    }

    /// Makes what follows a block marked as the last a part of the same message, which may still refer to what came before
    /// it (RFC 7692 §7.2.3.4).
    private mutating func goOnBehindFinalBlock() throws(InflateProblem) {
        unsafe try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 15) { window throws(InflateProblem) in
            var count: UInt32 = 0
            // The buffer has room for the largest window.
            unsafe inflateGetDictionary(self.stream, window.baseAddress, &count)
            unsafe inflateReset(self.stream)
            guard unsafe inflateSetDictionary(self.stream, window.baseAddress, count) == Z_OK else { throw .corrupt }
        }
    }
}
