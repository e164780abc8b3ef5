//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

extension EventLoop {
    /// Who handles what happens on the open streams of this loop.
    ///
    /// libuv keeps its handles in a list anyway, so that nobody has to keep another for the rare case that all are to be
    /// told something.
    package var streamHandlers: [any ByteStreamHandler] {
        self.assertInLoop()
        var handlers: [any ByteStreamHandler] = []
        // The walk ends before this returns, and changes nothing.
        unsafe withUnsafeMutablePointer(to: &handlers) { handlers in
            unsafe uv_walk(
                self.uv,
                { handle, handlers in
                    guard
                        let handle = unsafe handle,
                        let handlers = unsafe handlers?.assumingMemoryBound(to: [any ByteStreamHandler].self),
                        unsafe handle.pointee.type == UV_TCP || handle.pointee.type == UV_NAMED_PIPE,
                        unsafe uv_is_closing(handle) == 0
                    else { return }
                    // Handles of these types are streams', which set their data; both begin with a uv_stream_t.
                    let stream = unsafe UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_stream_t.self)
                    if let handler = unsafe UVStream.of(stream).handler {
                        unsafe handlers.pointee.append(handler.applicationHandler)
                    }
                },
                handlers
            )
        }
        for stream in self.memoryStreams.all.values {
            if let handler = stream.handler {
                handlers.append(handler.applicationHandler)
            }
        }
        return handlers
    }

    /// The open streams in memory, of which libuv knows nothing.
    var memoryStreams: MemoryStreams { self.shared { MemoryStreams() } }
}
