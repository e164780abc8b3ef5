//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSZlib

/// Compresses messages for one peer (RFC 7692 §7.2.1).
///
/// Each may refer to those before it, up to ``reset()``.
@safe
package struct Deflater: ~Copyable {
    // zlib's state refers to where this is, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let callSize: ZlibCallSize

    /// Creates a compressor.
    ///
    /// - Parameters:
    ///   - settings: What it may spend.
    ///   - callSize: How much one call of zlib is given.
    package init(_ settings: DeflaterSettings, callSize: ZlibCallSize = .largest) {
        self.callSize = callSize
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        // zlib cannot do with 8. With 9 it refers to no more than 250 bytes back: what is left of the window is
        // lookahead, 262 bytes (MIN_LOOKAHEAD). That is within 256.
        let bits = max(settings.windowBits, 9)
        // Negative: without zlib's header. It fails without memory only, since the version is that of the header.
        let status = unsafe deflateInit2_(
            self.stream,
            CInt(truncatingIfNeeded: settings.level),
            Z_DEFLATED,
            -CInt(truncatingIfNeeded: bits),
            CInt(truncatingIfNeeded: settings.memoryLevel),
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "zlib cannot be initialised")
    }

    deinit {
        // Initialised in init, and no longer in use.
        unsafe deflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    /// Sets how much time to spend from now on.
    ///
    /// - Parameter level: As in ``DeflaterSettings``.
    package mutating func setLevel(_ level: Int) {
        // zlib writes what it has held back, which after a flush is nothing, but asks for room.
        var room: UInt8 = 0
        // The byte is there during the call, after which zlib is told of none any more.
        let status = unsafe withUnsafeMutablePointer(to: &room) { room in
            unsafe self.stream.pointee.next_out = room
            unsafe self.stream.pointee.avail_out = 1
            defer { unsafe self.stream.pointee.next_out = nil }
            return unsafe deflateParams(self.stream, CInt(truncatingIfNeeded: level), Z_DEFAULT_STRATEGY)
        }
        precondition(status == Z_OK, "zlib refuses level \(level)")
    }

    /// Forgets everything.
    package mutating func reset() {
        // Initialised in init.
        unsafe deflateReset(self.stream)
    }

    /// Compresses a whole message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - output: Where the payload for its frames is appended.
    package mutating func deflate(_ message: Span<UInt8>, into output: inout [UInt8]) {
        // A flush without anything new writes nothing, and an empty message is an empty block's first byte
        // (RFC 7692 §7.2.3.6).
        guard !message.isEmpty else { return output.append(DeflateTail.firstByte) }
        self.deflatePiece(message, into: &output)
        output.removeLast(DeflateTail.bytes.count)
    }

    /// Compresses a piece of a message, so that the peer can inflate it before the next comes.
    ///
    /// Behind the last piece the payload goes on with ``DeflateTail/firstByte``.
    ///
    /// - Parameters:
    ///   - message: The piece, which is not empty.
    ///   - output: Where the payload for its frame is appended.
    package mutating func deflatePiece(_ message: Span<UInt8>, into output: inout [UInt8]) {
        // The span is valid during the call, and afterwards zlib is told of no input any more.
        unsafe message.withUnsafeBufferPointer { bytes in
            defer { unsafe self.stream.pointee.next_in = nil }
            unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            var left = bytes.count
            while left > 0 {
                let portion = self.callSize.portion(of: left)
                left -= portion
                unsafe self.stream.pointee.avail_in = ZlibCallSize.count(portion)
                self.deflateAvailable(flush: left == 0 ? Z_SYNC_FLUSH : Z_NO_FLUSH, into: &output)
            }
        }
    }

    /// Compresses until there is neither input nor output left.
    private mutating func deflateAvailable(flush: CInt, into output: inout [UInt8]) {
        // Enough for nearly everything: what cannot be compressed grows a little, and a flush adds a few bytes. It looks at
        // the state only.
        var wanted = unsafe Int(deflateBound(self.stream, uLong(self.stream.pointee.avail_in))) + 16
        var isFull = true
        while isFull {
            let room = self.callSize.portion(of: wanted)
            output.append(addingCapacity: room) { span in
                // zlib writes to the span's free rest, at most `avail_out` bytes, and tells how many.
                unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                    unsafe self.stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + count }
                    unsafe self.stream.pointee.avail_out = ZlibCallSize.count(room)
                    // It cannot fail: there is room, and the state is sound.
                    _ = unsafe CWSZlib.deflate(self.stream, flush)
                    let free = unsafe Int(self.stream.pointee.avail_out)
                    count += room - free
                    isFull = free == 0
                    unsafe self.stream.pointee.next_out = nil
                }
            }
            // If that was not enough, as much again as there is, so that the time is linear.
            wanted = max(256, output.count)
        }
    }
}
