//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP

@Suite("Methods and statuses")
struct MethodAndStatusTests {
    @Test("A method is a token and keeps its case")
    func methodsAreTokens() {
        #expect(HTTP.Method(rawValue: "GET") == .get)
        #expect(HTTP.Method(rawValue: "get") != .get)
        #expect(HTTP.Method(rawValue: "M-SEARCH")?.description == "M-SEARCH")
        #expect(HTTP.Method(rawValue: "") == nil)
        #expect(HTTP.Method(rawValue: "GET /") == nil)
        #expect(HTTP.Method(rawValue: "GET\r\n") == nil)
        #expect("PURGE" as HTTP.Method == HTTP.Method(rawValue: "PURGE"))
    }

    @Test("A status has three digits")
    func statusesHaveThreeDigits() {
        #expect(HTTP.Status(rawValue: 99) == nil)
        #expect(HTTP.Status(rawValue: 100) == .continue)
        #expect(HTTP.Status(rawValue: 999)?.reasonPhrase == "")
        #expect(HTTP.Status(rawValue: 1000) == nil)
        #expect(HTTP.Status(rawValue: .min) == nil)
    }

    @Test("A status tells its phrase and whether it allows content")
    func statusesDescribeThemselves() {
        #expect(HTTP.Status.switchingProtocols.description == "101 Switching Protocols")
        #expect((299 as HTTP.Status).description == "299")
        #expect(HTTP.Status.ok.isSuccess && !HTTP.Status.found.isSuccess)
        #expect(HTTP.Status.switchingProtocols.isInformational && !HTTP.Status.ok.isInformational)
        #expect(HTTP.Status.ok.allowsContent && HTTP.Status.notFound.allowsContent)
        #expect(!HTTP.Status.continue.allowsContent)
        #expect(!HTTP.Status.noContent.allowsContent)
        #expect(!HTTP.Status.notModified.allowsContent)
    }

    @Test("A literal method that is no token stops the program")
    func aLiteralMethodMustBeAToken() async {
        await #expect(processExitsWith: .failure) {
            let method: HTTP.Method = "GET / HTTP/1.1\r\n"
            _ = method.rawValue
        }
    }

    @Test("A literal status without three digits stops the program")
    func aLiteralStatusMustHaveThreeDigits() async {
        await #expect(processExitsWith: .failure) {
            let status: HTTP.Status = 42
            _ = status.rawValue
        }
    }
}
