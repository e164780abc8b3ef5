//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSHTTP1
import WebSocketProtocol

/// A request that may be an opening handshake: what is accepted must get an answer that a client accepts.
enum OpeningRequestTarget: FuzzTarget {
    static let name = "opening-request"

    static func run(_ input: FuzzInput) {
        guard let head = HTTPHead.request(input.bytes) else { return }
        _ = OpeningRequest.isUpgrade(head.fields)
        _ = OpeningRequest.offeredSubprotocols(head.fields)
        guard
            let request = try? OpeningRequest(
                method: head.method.rawValue,
                majorVersion: head.version.major,
                minorVersion: head.version.minor,
                fields: head.fields
            )
        else { return }
        _ = request.origin.flatMap { WebOrigin($0) }?.isSameOrigin(asScheme: "https", host: request.host)
        let extensions = DeflatePreferences().accept(request.extensions).map { [$0.answer] } ?? []
        let bytes: [UInt8]
        do {
            bytes = try request.acceptHead(subprotocol: request.subprotocols.first, extensions: extensions)
        } catch {
            fatalError("what was offered cannot be answered: \(error)")
        }
        guard let answer = HTTPHead.response(bytes) else { fatalError("our answer is none") }
        check(answer.status == .switchingProtocols, "our answer is \(answer.status)")
    }
}
