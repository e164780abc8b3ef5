//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
package import WSHTTP

/// Writes the heads of responses (RFC 9112 §4).
package enum ResponseSerializer {
    /// What a response says about its connection.
    package enum Connection: Equatable, Sendable {
        /// The connection ends after the response.
        case close
        /// The connection stays; only a client that speaks HTTP/1.0 needs to be told.
        case keepAlive
    }

    /// Appends a response's head.
    ///
    /// `Content-Length` and `Transfer-Encoding` are written as `body` has it, whatever the fields say, and not at all
    /// with a status that allows no content (RFC 9112 §6). In answer to HEAD give the length of what GET would get, and
    /// send no body.
    ///
    /// - Parameters:
    ///   - status: The outcome.
    ///   - fields: Further fields, valid by construction.
    ///   - body: How the body is delimited; without a body a length of zero is said where one is expected.
    ///   - connection: What `Connection` says; if `nil`, what the fields have, as a 101 needs it.
    ///   - date: The value of `Date`, as ``HTTPDate`` makes it, unless the fields have one.
    ///   - output: Where to append.
    package static func append(
        status: HTTP.Status,
        fields: HTTP.Fields = HTTP.Fields(),
        body: BodyLength = .none,
        connection: Connection? = nil,
        date: [UInt8]? = nil,
        to output: inout [UInt8]
    ) {
        // Enough for most heads.
        output.reserveCapacity(output.count + 256)
        output.append("HTTP/1.1 ")
        output.append(decimal: status.rawValue)
        output.append(ASCII.space)
        output.append(status.reasonPhrase)
        output.appendLineEnd()

        var hasDate = false
        output.append(fields: fields) { field in
            switch field {
            case .contentLength, .transferEncoding:
                return true
            case .connection:
                return connection != nil
            case .date:
                hasDate = true
                return false
            case .expect, .host:
                return false
            }
        }
        if let date, !hasDate {
            precondition(date.span.isFieldValue, "A date must be a valid field value (RFC 9110 §5.6.7).")
            output.append("Date: ")
            output.append(contentsOf: date)
            output.appendLineEnd()
        }
        switch connection {
        case .close: output.append("Connection: close\r\n")
        case .keepAlive: output.append("Connection: keep-alive\r\n")
        case nil: break
        }
        if status.allowsContent { output.append(lengthOf: body == .none ? .known(0) : body) }
        output.appendLineEnd()
    }

    /// Appends the interim response that asks a client for the body it holds back (RFC 9110 §10.1.1).
    package static func appendContinue(to output: inout [UInt8]) {
        output.append("HTTP/1.1 100 Continue\r\n\r\n")
    }
}
