//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A secret that a test puts into an input, to look for it in all that goes out.
package struct PlantedSecret: Sendable {
    /// What it is planted as, in messages of failed expectations.
    package let name: String
    /// The secret itself, with characters that a URL escapes.
    package let text: String

    /// Creates a secret that differs from others by its name.
    package init(_ name: String) {
        self.name = name
        self.text = "Zq\(name):7@+é"
    }

    /// The secret as it stands in a URL, every byte but letters and digits escaped.
    package var percentEncoded: String {
        self.text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(.ascii)) ?? ""
    }

    /// What betrays the secret: its distinctive part, or any encoding of the whole.
    private var forms: [String] {
        let bytes = Array(self.text.utf8)
        // In Base64 a secret within a longer text has one of three forms, of which the ends depend on what is around it.
        let encoded = (0..<3).map { offset in
            let padded = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            return String(padded.dropFirst(offset == 0 ? 0 : offset + 1).prefix(12))
        }
        let list = bytes.map(String.init).joined(separator: ", ")
        let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return ["Zq\(self.name)", list, hex] + encoded
    }

    /// Finds secrets in a text, whatever they are encoded as.
    ///
    /// - Returns: The names of those that are there, with the form they have.
    package static func found(in text: String, of secrets: [PlantedSecret]) -> [String] {
        let bytes = Data(text.lowercased().utf8)
        return secrets.flatMap { secret in
            secret.forms.filter { bytes.range(of: Data($0.lowercased().utf8)) != nil }.map { "\(secret.name) as \($0)" }
        }
    }

    /// Encodes a text as Base64.
    package static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    /// All that Swift shows of a value: described, debugged, interpolated, and dumped with all that it holds.
    package static func shown(_ value: some Any) -> String {
        var dumped = ""
        // A value may lead to an event loop, of which there is no end.
        dump(value, to: &dumped, maxItems: 5_000)
        return [String(describing: value), String(reflecting: value), "\(value)", dumped].joined(separator: "\n")
    }
}

extension CharacterSet {
    fileprivate static let ascii = CharacterSet(charactersIn: "\u{0}"..."\u{7F}")
}
