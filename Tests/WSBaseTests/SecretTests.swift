//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSBase

@Suite("A secret")
struct SecretTests {
    private struct Holder {
        let name = "holder"
        let secret: Secret
        let other: Secret?
        let all: [String: [Secret]]
    }

    @Test("is shown by nothing, alone or where others hold it")
    func shown() {
        let planted = PlantedSecret("text")
        let secret = Secret(planted.text)
        let holder = Holder(secret: secret, other: secret, all: ["a": [secret]])
        let shown = [
            PlantedSecret.shown(secret), PlantedSecret.shown(holder), PlantedSecret.shown([secret: secret]),
            PlantedSecret.shown(Optional(secret) as Any),
        ]
        #expect(shown.allSatisfy { $0.contains(Secret.placeholder) })
        #expect(PlantedSecret.found(in: shown.joined(), of: [planted]) == [])
        #expect(PlantedSecret.found(in: PlantedSecret.shown(secret.reveal()), of: [planted]) != [])
    }

    @Test("cannot be encoded or decoded")
    func coding() {
        let secret: Any = Secret("a")
        #expect(!(secret is any Encodable))
        #expect(!(secret is any Decodable))
    }

    @Test("is compared by bytes")
    func comparison() {
        #expect(Secret("a") == "a")
        #expect(Secret("\u{E9}") != Secret("e\u{301}"))
        #expect(Set<Secret>(["\u{E9}", "e\u{301}", "a", "a"]).count == 3)
    }

    @Test("that is planted is found in each form")
    func forms() {
        let planted = PlantedSecret("form")
        let bytes = Array(planted.text.utf8)
        let texts = [
            "x\(planted.text)x", planted.percentEncoded, "\(bytes)", "\(planted.text.dropLast(2))",
            planted.text.uppercased(),
        ]
        for text in texts { #expect(PlantedSecret.found(in: text, of: [planted]) != [], "\(text)") }
        #expect(PlantedSecret.found(in: "form Zq", of: [planted]) == [])
    }

    @Test("that is planted is found in Base64, wherever it begins", arguments: 0..<7)
    func base64(offset: Int) {
        let planted = PlantedSecret("form")
        let text = String(repeating: "u", count: offset) + planted.text + "x"
        #expect(PlantedSecret.found(in: "Basic \(PlantedSecret.base64(text))", of: [planted]) != [])
    }
}
