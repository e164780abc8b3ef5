//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// The text with escapes in place of control and format characters, line ends among them.
    ///
    /// A terminal obeys such characters: a peer could move the cursor, rename the window or reverse the direction of
    /// the text.
    func escapingControls() -> String {
        var escaped = ""
        for scalar in self.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\t":
                escaped.unicodeScalars.append(scalar)
            case .control, .format, .lineSeparator, .paragraphSeparator:
                escaped += scalar.escaped(asASCII: true)
            default:
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
