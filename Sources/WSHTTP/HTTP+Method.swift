//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension HTTP {
    /// The method of a request: what is to be done with the target (RFC 9110 §9).
    ///
    /// Methods are compared with regard to case, as the RFC has it. An unknown one is kept as it came.
    public struct Method: RawRepresentable, Hashable, Sendable {
        /// The method's name, a token.
        public let rawValue: String

        /// Creates a method from its name, or returns `nil` if that is no token.
        public init?(rawValue: String) {
            guard rawValue.utf8.span.isToken else { return nil }
            self.rawValue = rawValue
        }

        /// Creates a method from a name known to be a token.
        package init(token: String) {
            rawValue = token
        }

        /// CONNECT: open a tunnel.
        package static let connect = HTTP.Method(token: "CONNECT")
        /// DELETE: remove the target.
        public static let delete = HTTP.Method(token: "DELETE")
        /// GET: transfer the target's representation.
        public static let get = HTTP.Method(token: "GET")
        /// HEAD: as GET, but without the content.
        public static let head = HTTP.Method(token: "HEAD")
        /// OPTIONS: describe how to communicate with the target.
        public static let options = HTTP.Method(token: "OPTIONS")
        /// PATCH: change the target in part (RFC 5789).
        public static let patch = HTTP.Method(token: "PATCH")
        /// POST: let the target process the content.
        public static let post = HTTP.Method(token: "POST")
        /// PUT: replace the target by the content.
        public static let put = HTTP.Method(token: "PUT")
        /// TRACE: send the request back.
        package static let trace = HTTP.Method(token: "TRACE")
    }
}

extension HTTP.Method: CustomStringConvertible {
    /// The method's name.
    public var description: String { rawValue }
}

extension HTTP.Method: ExpressibleByStringLiteral {
    /// Creates a method from a literal.
    ///
    /// - Precondition: The literal is a token.
    public init(stringLiteral value: String) {
        precondition(value.utf8.span.isToken, "An HTTP method must be a token (RFC 9110 §9.1).")
        rawValue = value
    }
}
