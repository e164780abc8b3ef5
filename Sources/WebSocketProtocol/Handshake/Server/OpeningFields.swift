//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// What the header fields of a request say about an opening handshake, gathered line by line.
///
/// The lines pass once, in any order; ``OpeningRequest`` then checks what came of them, in the order of RFC 6455 §4.2.1.
struct OpeningFields {
    /// What is known of a field that may stand in one line only.
    enum Single<Value> {
        case missing
        case repeated
        case malformed
        case value(Value)

        /// Notes a line; `nil` is a value that is malformed.
        mutating func note(_ value: @autoclosure () -> Value?) {
            guard case .missing = self else {
                self = .repeated
                return
            }
            self = value().map(Single.value) ?? .malformed
        }
    }

    /// What is known of a field that holds a list over any number of lines.
    enum List<Element> {
        case missing
        case problem(FieldListProblem)
        case elements([Element])

        /// Notes a line.
        mutating func note(_ append: (inout [Element]) throws(FieldListProblem) -> Void) {
            var elements: [Element] = []
            switch self {
            case .missing: break
            case .problem: return
            case .elements(let earlier): elements = earlier
            }
            do {
                try append(&elements)
                self = .elements(elements)
            } catch {
                self = .problem(error)
            }
        }
    }

    private var connection = TokenSearch("upgrade")
    private var upgrade = TokenSearch("websocket")
    private(set) var announcesBody = false
    private(set) var version = Single<UInt8>.missing
    private(set) var host = Single<String>.missing
    private(set) var key = Single<HandshakeKey>.missing
    private(set) var origin = Single<String>.missing
    private(set) var subprotocols = List<String>.missing
    private(set) var extensions = List<ExtensionOffer>.missing

    private static let names = [
        "Connection", "Upgrade", "Transfer-Encoding", "Content-Length", "Host", "Origin", "Sec-WebSocket-Version",
        "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
    ]

    init(_ fields: some HeaderFields) {
        // Changed in place by the closure, which cannot be done to `self` before it is whole.
        var gathered = OpeningFields()
        fields.forEachLine(named: Self.names) { name, value in gathered.note(name, value.trimmingSpaces) }
        self = gathered
    }

    private init() {}

    /// Whether the request asks for an upgrade to WebSocket.
    var asksForUpgrade: Bool { connection.hasFound && upgrade.hasFound }

    private mutating func note(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        // The length decides first, so that most names cost one comparison of integers.
        switch name.count {
        case 4 where name.equalsIgnoringCase("Host"):
            host.note(Authority.isValid(value) ? String(repairing: value) : nil)
        case 6 where name.equalsIgnoringCase("Origin"):
            origin.note(String(repairing: value))
        case 7 where name.equalsIgnoringCase("Upgrade"):
            upgrade.look(at: value)
        case 10 where name.equalsIgnoringCase("Connection"):
            connection.look(at: value)
        case 14 where name.equalsIgnoringCase("Content-Length"):
            announcesBody = announcesBody || !value.equals("0")
        case 17 where name.equalsIgnoringCase("Transfer-Encoding"):
            announcesBody = true
        case 17 where name.equalsIgnoringCase("Sec-WebSocket-Key"):
            key.note(HandshakeKey(value))
        case 21 where name.equalsIgnoringCase("Sec-WebSocket-Version"):
            version.note(Self.version(value))
        case 22 where name.equalsIgnoringCase("Sec-WebSocket-Protocol"):
            subprotocols.note { names throws(FieldListProblem) in
                try TokenList.append(value, to: &names, limit: OpeningRequest.maxSubprotocols)
            }
        case 24 where name.equalsIgnoringCase("Sec-WebSocket-Extensions"):
            extensions.note { offers throws(FieldListProblem) in try ExtensionHeader.append(value, to: &offers) }
        default:
            break
        }
    }

    /// Returns the number that stands there in its only spelling, from 0 to 255.
    private static func version(_ value: Span<UInt8>) -> UInt8? {
        guard (1...3).contains(value.count), value.count == 1 || value[0] != UInt8(ascii: "0") else { return nil }
        var version = 0
        for offset in value.indices {
            guard value[offset].isDigit else { return nil }
            version = version * 10 + Int(value[offset] & 0x0F)
        }
        return UInt8(exactly: version)
    }
}
