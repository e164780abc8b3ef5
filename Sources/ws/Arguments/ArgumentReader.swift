//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Walks through the arguments of a command: options, which begin with a hyphen, and operands.
///
/// The value of a long option is the next argument or follows an equals sign. After `--` nothing is an option.
///
/// An argument may hold a secret, also where none is expected: a URL in the wrong place, or a header field behind `-H` without
/// a space. So what was given is in no message, but for the names of options.
struct ArgumentReader {
    /// One argument.
    enum Argument {
        /// An option by its name: a hyphen and a letter, or two hyphens and lowercase letters and hyphens.
        case option(String)
        /// Anything else.
        case operand(Secret)
    }

    private var rest: ArraySlice<Secret>
    /// The value that was attached to the last option by an equals sign.
    private var attached: (option: String, value: Secret)?
    private var areOptionsOver = false

    init(_ arguments: some Sequence<Secret>) {
        self.rest = Array(arguments)[...]
    }

    /// Takes the next argument; `nil` after the last.
    mutating func next() throws(ArgumentProblem) -> Argument? {
        if let attached {
            throw .wrong("\(attached.option) takes no value.")
        }
        let position = self.rest.startIndex + 1
        guard let argument = self.rest.popFirst() else { return nil }
        // By bytes, here and below: a combining character behind a hyphen or an equals sign hides it from a String.
        let text = Substring(argument.reveal()).utf8
        guard !self.areOptionsOver, text.first == UInt8(ascii: "-"), text.count > 1 else { return .operand(argument) }
        if argument == "--" {
            self.areOptionsOver = true
            return try self.next()
        }
        let isLong = text.starts(with: "--".utf8)
        let name = isLong ? text.prefix { $0 != UInt8(ascii: "=") } : text
        guard Self.isName(name) else {
            throw .wrong("Argument \(position) is not an option: write its name, a space, and its value.")
        }
        let option = String(Substring(name))
        guard option != "--help", option != "-h" else { throw .helpRequested }
        if name.endIndex < text.endIndex {
            self.attached = (option, Secret(String(Substring(text[name.endIndex...].dropFirst()))))
        }
        return .option(option)
    }

    /// Returns whether this is the form of an option's name, in which no secret is.
    private static func isName(_ text: Substring.UTF8View) -> Bool {
        let lowercase = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard text.starts(with: "--".utf8) else {
            return text.count == 2 && text.last.map { lowercase.contains($0 | 0x20) } == true
        }
        return text.count <= 32 && text.allSatisfy { lowercase.contains($0) || $0 == UInt8(ascii: "-") }
    }

    /// Takes the value of the option that came last.
    mutating func secret(of option: String) throws(ArgumentProblem) -> Secret {
        if let attached = self.attached.take() {
            return attached.value
        }
        guard let value = self.rest.popFirst() else {
            throw .wrong("\(option) needs a value.")
        }
        return value
    }

    /// Takes the value of the option that came last, which may be shown: a path or a name.
    mutating func value(of option: String) throws(ArgumentProblem) -> String {
        try self.secret(of: option).reveal()
    }

    /// Takes the value of the option that came last, the path of a file, which errors show.
    ///
    /// A URL in its place may have a password, and is refused.
    mutating func path(of option: String) throws(ArgumentProblem) -> String {
        let path = try self.secret(of: option).reveal()
        guard !path.isEmpty, !path.utf8.contains("://".utf8) else {
            throw .wrong("\(option) takes the path of a file.")
        }
        return path
    }

    /// Takes the value of the option that came last, a whole number.
    mutating func number(of option: String, in range: ClosedRange<Int>) throws(ArgumentProblem) -> Int {
        guard let number = Int(try self.secret(of: option).reveal()), range.contains(number) else {
            throw .wrong("\(option) takes a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// Takes the value of the option that came last, a time in seconds, with decimals if need be.
    mutating func seconds(of option: String, in range: ClosedRange<Double>) throws(ArgumentProblem) -> Double {
        guard let number = Double(try self.secret(of: option).reveal()), range.contains(number) else {
            let bounds = "from \(range.lowerBound) to \(Int(range.upperBound))"
            throw .wrong("\(option) takes a number of seconds \(bounds).")
        }
        return number
    }
}
