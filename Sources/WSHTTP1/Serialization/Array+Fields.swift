//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

extension [UInt8] {
    /// Appends all field lines but those of fields that the caller writes by itself.
    mutating func append(fields: HTTP.Fields, isOwned: (KnownField) -> Bool) {
        fields.forEachLine { name, value in
            if let field = KnownField(name), isOwned(field) { return }
            append(copying: name)
            append(ASCII.colon)
            append(ASCII.space)
            append(copying: value)
            appendLineEnd()
        }
    }

    /// Appends the field that delimits the body, if one does.
    mutating func append(lengthOf body: BodyLength) {
        switch body {
        case .none, .untilClose:
            break
        case .known(let size):
            append("Content-Length: ")
            append(decimal: size)
            appendLineEnd()
        case .chunked:
            append("Transfer-Encoding: chunked\r\n")
        }
    }
}
