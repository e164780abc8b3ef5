//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP
import WSHTTP1

@Suite("Violations")
struct ViolationTests {
    @Test(
        "A violation is answered with its status",
        arguments: [
            (.bareLineEnd, 400), (.ambiguousLength, 400), (.invalidHost, 400), (.malformedChunk, 400),
            (.bodyTooLarge, 413), (.targetTooLong, 414), (.unknownExpectation, 417), (.headTooLarge, 431),
            (.tooManyFields, 431), (.chunkExtensionTooLarge, 431), (.methodTooLong, 501),
            (.unsupportedTransferCoding, 501), (.unsupportedVersion, 505),
        ] as [(HTTPViolation, HTTP.Status)]
    )
    func statuses(_ violation: HTTPViolation, _ status: HTTP.Status) {
        #expect(violation.status == status)
        #expect(violation.description.hasSuffix("."))
    }
}
