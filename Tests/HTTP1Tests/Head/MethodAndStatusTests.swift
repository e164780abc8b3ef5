//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1
import Testing

@Suite("Methods and statuses")
struct MethodAndStatusTests {
    @Test("A method is a token and keeps its case")
    func methodsAreTokens() {
        #expect(HTTPMethod(rawValue: "GET") == .get)
        #expect(HTTPMethod(rawValue: "get") != .get)
        #expect(HTTPMethod(rawValue: "M-SEARCH")?.description == "M-SEARCH")
        #expect(HTTPMethod(rawValue: "") == nil)
        #expect(HTTPMethod(rawValue: "GET /") == nil)
        #expect(HTTPMethod(rawValue: "GET\r\n") == nil)
        #expect("PURGE" as HTTPMethod == HTTPMethod(rawValue: "PURGE"))
    }

    @Test("A status has three digits")
    func statusesHaveThreeDigits() {
        #expect(HTTPStatus(rawValue: 99) == nil)
        #expect(HTTPStatus(rawValue: 100) == .continue)
        #expect(HTTPStatus(rawValue: 999)?.reasonPhrase == "")
        #expect(HTTPStatus(rawValue: 1000) == nil)
        #expect(HTTPStatus(rawValue: .min) == nil)
    }

    @Test("A status tells its phrase and whether it allows content")
    func statusesDescribeThemselves() {
        #expect(HTTPStatus.switchingProtocols.description == "101 Switching Protocols")
        #expect((299 as HTTPStatus).description == "299")
        #expect(HTTPStatus.ok.isSuccess && !HTTPStatus.found.isSuccess)
        #expect(HTTPStatus.switchingProtocols.isInformational && !HTTPStatus.ok.isInformational)
        #expect(HTTPStatus.ok.allowsContent && HTTPStatus.notFound.allowsContent)
        #expect(!HTTPStatus.continue.allowsContent)
        #expect(!HTTPStatus.noContent.allowsContent)
        #expect(!HTTPStatus.notModified.allowsContent)
    }

    @Test("A literal method that is no token stops the program")
    func aLiteralMethodMustBeAToken() async {
        await #expect(processExitsWith: .failure) {
            let method: HTTPMethod = "GET / HTTP/1.1\r\n"
            _ = method.rawValue
        }
    }

    @Test("A literal status without three digits stops the program")
    func aLiteralStatusMustHaveThreeDigits() async {
        await #expect(processExitsWith: .failure) {
            let status: HTTPStatus = 42
            _ = status.rawValue
        }
    }
}
