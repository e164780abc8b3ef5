//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import Core
import HTTP1
import HTTP2
import NeighbourTypes
import Networking
import Proxies
import Soak
import TLS
import TestSupport
import Transport
import WebSocketHub
import WebSocketHubRedis
import WebSocketProtocol
import WebSockets

/// The other packages' types, by their plain names.
struct Neighbours: Sendable {
    let request = HTTPRequest()
    let response = HTTPResponse()
    let fields = HTTPFields()
    let field = HTTPField()
    let method = HTTPMethod()
    let headers = HTTPHeaders()
    let status = HTTPStatus()
    let anyRequest: Request = Request()
    let anyResponse: Response = Response()
    let router = Router()
    let address: SocketAddress = SocketAddress()
    let version: TLSVersion = TLSVersion()
    let error: TLSError = TLSError()
    let certificate = Certificate()
    let privateKey = PrivateKey()
    let message: Message = Message()
    let proxy: Proxy = Proxy()
    let role: Role = Role()
    let opcode: Opcode = Opcode()
    let limits: Limits = Limits()
    let loop: EventLoop = EventLoop()
    let logger: Logger = Logger()

    var names: [String] {
        [
            request.neighbour, response.neighbour, fields.neighbour, field.neighbour, method.neighbour,
            headers.neighbour,
            status.neighbour, anyRequest.neighbour, anyResponse.neighbour, router.neighbour, address.neighbour,
            version.neighbour, error.neighbour, certificate.neighbour, privateKey.neighbour, message.neighbour,
            proxy.neighbour,
            role.neighbour, opcode.neighbour, limits.neighbour, loop.neighbour, logger.neighbour,
            ContainersNeighbour().module, CoreNeighbour().module, HTTP1Neighbour().module, HTTP2Neighbour().module,
            NetworkingNeighbour().module, ProxiesNeighbour().module, SoakNeighbour().module, TLSNeighbour().module,
            TestSupportNeighbour().module, TransportNeighbour().module,
        ]
    }
}
