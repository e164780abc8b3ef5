//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase

/// The header field `Sec-WebSocket-Extensions` (RFC 6455 §9.1).
package enum ExtensionHeader {
    /// How many extensions are taken from one head.
    ///
    /// Clients offer one, in a few variants; the cap keeps what an answer to them costs in bounds.
    package static let maxExtensions = 32

    /// How many parameters are taken for one extension; `permessage-deflate` knows four.
    package static let maxParameters = 16

    /// Returns the extensions of all lines in order.
    ///
    /// It takes time linear in the length of the lines, whatever they hold.
    ///
    /// - Parameter lines: Every line's value, at least one.
    /// - Returns: The extensions, at least one, with quoted values unquoted.
    /// - Throws: ``FieldListProblem`` if a line does not follow the grammar, there is no extension at all, or there are
    ///   more extensions or parameters than are taken.
    package static func parse(_ lines: [String]) throws(FieldListProblem) -> [ExtensionOffer] {
        var extensions: [ExtensionOffer] = []
        for line in lines { try append(line.utf8.span, to: &extensions) }
        guard !extensions.isEmpty else { throw .malformed }
        return extensions
    }

    /// Appends the extensions of one line, which may have none.
    static func append(_ line: Span<UInt8>, to extensions: inout [ExtensionOffer]) throws(FieldListProblem) {
        var scanner = FieldScanner(line)
        scanner.skipEmptyElements()
        while !scanner.isAtEnd {
            guard extensions.count < maxExtensions else { throw .tooLong }
            extensions.append(try parseExtension(&scanner))
            guard scanner.endElement() else { throw .malformed }
            scanner.skipEmptyElements()
        }
    }

    private static func parseExtension(_ scanner: inout FieldScanner) throws(FieldListProblem) -> ExtensionOffer {
        guard let name = scanner.token() else { throw .malformed }
        var parameters: [ExtensionOffer.Parameter] = []
        scanner.skipOptionalWhitespace()
        while scanner.skip(UInt8(ascii: ";")) {
            guard parameters.count < maxParameters else { throw .tooLong }
            parameters.append(try parseParameter(&scanner))
            scanner.skipOptionalWhitespace()
        }
        return ExtensionOffer(name, parameters)
    }

    private static func parseParameter(
        _ scanner: inout FieldScanner
    ) throws(FieldListProblem) -> ExtensionOffer.Parameter {
        scanner.skipOptionalWhitespace()
        guard let name = scanner.token() else { throw .malformed }
        // RFC 6455 writes its grammar in RFC 2616's rules, which allow white space around "=".
        scanner.skipOptionalWhitespace()
        guard scanner.skip(UInt8(ascii: "=")) else { return ExtensionOffer.Parameter(name) }
        scanner.skipOptionalWhitespace()
        guard let value = scanner.tokenOrQuotedToken() else { throw .malformed }
        return ExtensionOffer.Parameter(name, value)
    }

    /// Returns the extensions as one header value, or `nil` if there are none and the field is to be left out.
    ///
    /// - Throws: ``HandshakeArgumentError`` if a name or a value is not a token.
    package static func serialize(_ extensions: [ExtensionOffer]) throws(HandshakeArgumentError) -> String? {
        for offer in extensions where !offer.isWellFormed {
            throw HandshakeArgumentError(
                "The extension \(ASCII.quoted(offer.name)) has a name or a parameter that is not a token: "
                    + "use letters, digits and hyphens."
            )
        }
        return extensions.isEmpty ? nil : extensions.map(\.description).joined(separator: ", ")
    }
}
