//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

/// A call to the operating system that failed.
package struct TransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// libuv's error number (on Unix the negated `errno`).
    package let code: CInt

    /// What was tried, in the words of the C function's name: "connect", "bind".
    package let operation: String

    package init(code: CInt, operation: String) {
        self.code = code
        self.operation = operation
    }

    /// Throws if `status` is an error number.
    static func check(_ status: CInt, _ operation: String) throws(TransportError) {
        if status < 0 {
            throw TransportError(code: status, operation: operation)
        }
    }

    /// That the peer has broken the connection.
    static func reset(_ operation: String) -> TransportError {
        TransportError(code: UV_ECONNRESET.rawValue, operation: operation)
    }

    package var isAddressInUse: Bool { self.code == UV_EADDRINUSE.rawValue }
    package var isConnectionRefused: Bool { self.code == UV_ECONNREFUSED.rawValue }

    /// The operation and the system's sentence for the error.
    package var description: String {
        // uv_strerror returns a static string for every known number, and a copy it never frees for an unknown one.
        unsafe "\(self.operation): \(String(cString: uv_strerror(self.code)))"
    }
}
