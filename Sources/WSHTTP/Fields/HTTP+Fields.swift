//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension HTTP {
    /// The header fields of a message, in order, their names without regard to case (RFC 9110 §5).
    ///
    /// A name may occur more than once. Every field in here can be sent: its name is a token, its value has no control
    /// characters, so no value can end its line and start a field of its own. A field that is set to anything else is left out,
    /// and ``error`` says so: an `HTTPServer` does not send such a response but answers with 500, and a `Dialer` throws.
    ///
    /// All bytes lie in one array and a second one says where each line begins, so a parsed head costs two allocations
    /// whatever its number of fields; strings are made when they are asked for.
    public struct Fields: Sendable {
        private var storage: [UInt8]
        private var lines: [FieldLine]
        /// The fields that were set to something invalid, in order; a name occurs once.
        private var refusals: [Refusal]

        private struct Refusal {
            let name: String
            let error: HTTP.FieldError
        }

        /// How many bytes fit: offsets are kept in 32 bits.
        private static let maxSize = 1 << 30

        /// Creates an empty collection of fields.
        public init() {
            storage = []
            lines = []
            refusals = []
        }

        /// Creates fields from a head's own bytes and the places of the fields in them.
        ///
        /// The caller has checked every name and value.
        package init(copying block: Span<UInt8>, lines: [FieldLine]) {
            self.storage = [UInt8](copying: block)
            self.lines = lines
            self.refusals = []
        }

        /// Why these fields must not be sent: the first error of a field that was set to an invalid name or value; `nil` if
        /// all are valid.
        ///
        /// Such a field is not among the others. Setting it to a valid value, or to `nil`, takes back its error.
        public var error: HTTP.FieldError? { refusals.first?.error }

        /// The number of field lines.
        public var count: Int { lines.count }

        /// Whether there are no fields.
        public var isEmpty: Bool { lines.isEmpty }

        /// The first value of the field, or `nil` if there is none.
        ///
        /// Setting a value replaces all lines of that name, in the place of the first; setting `nil` removes them.
        /// Bytes of a value that are not UTF-8 are read as U+FFFD.
        ///
        /// An invalid name or value, such as one with a line break from a request, removes the field and is kept as the
        /// ``error``; ``append(_:_:)`` throws instead.
        public subscript(name: String) -> String? {
            get {
                guard let index = firstIndex(of: name.utf8.span) else { return nil }
                return text(lines[index].value)
            }
            set {
                guard let newValue else { return remove(name) }
                do {
                    try replace(name: name.utf8.span, value: newValue.utf8.span)
                } catch {
                    refuse(name, error)
                }
            }
        }

        /// Returns the values of all lines of that name, in order, without white space at their ends.
        public func values(of name: String) -> [String] {
            let name = name.utf8.span
            guard let first = firstIndex(of: name) else { return [] }
            // Nearly always the only one.
            var values = [text(lines[first].value)]
            for line in lines[(first + 1)...] where self.name(line, equals: name) {
                values.append(text(line.value))
            }
            return values
        }

        /// Whether there is a field of that name.
        public func contains(_ name: String) -> Bool {
            firstIndex(of: name.utf8.span) != nil
        }

        /// Whether the field's value, a comma-separated list over all its lines, has the token, case aside.
        ///
        /// This answers questions like “does `Connection` have `close`” (RFC 9110 §5.6.1). A list that is malformed has no tokens.
        public func hasToken(_ token: String, in name: String) -> Bool {
            var found = false
            for line in lines where self.name(line, equals: name.utf8.span) {
                let isList = storage.span.extracting(line.value).forEachToken { element, hasVersion in
                    found = found || !hasVersion && element.equalsIgnoringCase(token.utf8.span)
                }
                guard isList else { return false }
            }
            return found
        }

        /// Makes room for further lines, whose names and values have so many bytes together.
        package mutating func reserveCapacity(lines lineCount: Int, bytes byteCount: Int) {
            lines.reserveCapacity(lines.count + lineCount)
            storage.reserveCapacity(storage.count + byteCount)
        }

        /// Adds a field line after all others.
        ///
        /// White space at the ends of the value is left out.
        ///
        /// - Throws: ``HTTP/FieldError`` if the name is no token or the value holds a control character, such as a line
        ///   ending that would smuggle in a field or a response of its own.
        public mutating func append(_ name: String, _ value: String) throws(HTTP.FieldError) {
            lines.append(try store(name: name.utf8.span, value: value.utf8.span))
        }

        /// Removes all lines of that name, if there are any.
        public mutating func remove(_ name: String) {
            removeRefusal(of: name.utf8.span)
            guard contains(name) else { return }
            var kept = HTTP.Fields()
            kept.refusals = refusals
            for line in lines where !self.name(line, equals: name.utf8.span) {
                kept.copy(line, of: self)
            }
            self = kept
        }

        /// Makes `value` the field's only value, in the place of its first line or at the end.
        ///
        /// Everything is copied anew, so that repeated replacing leaves no dead bytes behind.
        mutating func replace(name: Span<UInt8>, value: Span<UInt8>) throws(HTTP.FieldError) {
            var replaced = HTTP.Fields()
            var isStored = false
            for line in lines {
                if !self.name(line, equals: name) {
                    replaced.copy(line, of: self)
                } else if !isStored {
                    replaced.lines.append(try replaced.store(name: name, value: value))
                    isStored = true
                }
            }
            if !isStored { replaced.lines.append(try replaced.store(name: name, value: value)) }
            removeRefusal(of: name)
            replaced.refusals = refusals
            self = replaced
        }

        /// Leaves a field out that cannot be sent.
        private mutating func refuse(_ name: String, _ error: HTTP.FieldError) {
            remove(name)
            refusals.append(Refusal(name: name, error: error))
        }

        private mutating func removeRefusal(of name: Span<UInt8>) {
            for index in refusals.indices where refusals[index].name.utf8.span.equalsIgnoringCase(name) {
                refusals.remove(at: index)
                return
            }
        }

        private mutating func store(name: Span<UInt8>, value: Span<UInt8>) throws(HTTP.FieldError) -> FieldLine {
            guard name.isToken else { throw .invalidName }
            guard value.isFieldValue else { throw .invalidValue(field: String(repairing: name)) }
            let value = value.extracting(value.trimmingSpaces(0..<value.count))
            // Each summand is checked by itself first, so the sum cannot overflow.
            guard name.count <= Self.maxSize, value.count <= Self.maxSize,
                storage.count + name.count + value.count <= Self.maxSize
            else { throw .tooLarge }
            let nameStart = storage.count
            storage.append(copying: name)
            let valueStart = storage.count
            storage.append(copying: value)
            return FieldLine(name: nameStart..<valueStart, value: valueStart..<storage.count)
        }

        private mutating func copy(_ line: FieldLine, of other: HTTP.Fields) {
            let nameStart = storage.count
            storage.append(contentsOf: other.storage[line.name])
            let valueStart = storage.count
            storage.append(contentsOf: other.storage[line.value])
            lines.append(FieldLine(name: nameStart..<valueStart, value: valueStart..<storage.count))
        }

        private func text(_ range: Range<Int>) -> String {
            String(repairing: storage.span.extracting(range))
        }

        private func name(_ line: FieldLine, equals name: Span<UInt8>) -> Bool {
            storage.span.extracting(line.name).equalsIgnoringCase(name)
        }

        private func firstIndex(of name: Span<UInt8>) -> Int? {
            for index in lines.indices where self.name(lines[index], equals: name) { return index }
            return nil
        }
    }
}

extension HTTP.Fields {
    /// Calls `body` with the name and the value of each line, in order, as bytes.
    package func forEachLine(_ body: (Span<UInt8>, Span<UInt8>) -> Void) {
        let bytes = storage.span
        for line in lines {
            body(bytes.extracting(line.name), bytes.extracting(line.value))
        }
    }
}

extension HTTP.Fields: Sequence {
    /// Walks over the field lines in order.
    public struct Iterator: IteratorProtocol {
        private let fields: HTTP.Fields
        private var index = 0

        fileprivate init(_ fields: HTTP.Fields) {
            self.fields = fields
        }

        /// Returns the next line's name and value, or `nil` after the last.
        public mutating func next() -> (name: String, value: String)? {
            guard index < fields.lines.count else { return nil }
            defer { index += 1 }
            let line = fields.lines[index]
            return (fields.text(line.name), fields.text(line.value))
        }
    }

    /// Returns an iterator over the field lines in order.
    public func makeIterator() -> Iterator { Iterator(self) }
}

extension HTTP.Fields: Equatable {
    /// Whether both have the same lines in the same order, case of the names aside, and the same ``error``.
    public static func == (left: HTTP.Fields, right: HTTP.Fields) -> Bool {
        guard left.count == right.count, left.error == right.error else { return false }
        for (leftLine, rightLine) in zip(left.lines, right.lines) {
            let leftName = left.storage.span.extracting(leftLine.name)
            let rightName = right.storage.span.extracting(rightLine.name)
            let leftValue = left.storage.span.extracting(leftLine.value)
            let rightValue = right.storage.span.extracting(rightLine.value)
            guard leftName.equalsIgnoringCase(rightName), leftValue.equals(rightValue) else { return false }
        }
        return true
    }
}

extension HTTP.Fields: ExpressibleByDictionaryLiteral {
    /// Creates fields from a literal, in its order; a name may occur more than once.
    ///
    /// A field with an invalid name or value is left out and kept as the ``error``.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (name, value) in elements {
            do {
                try append(name, value)
            } catch {
                refuse(name, error)
            }
        }
    }
}
