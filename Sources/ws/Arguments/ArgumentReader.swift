//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Takes the arguments of a command apart.
///
/// Options are `--name`, or `-N` for short. The value of one that has a value is the next argument, or follows an
/// equals sign. After `--` nothing is an option.
struct ArgumentReader {
    /// One argument.
    enum Argument {
        /// An option, as it was written.
        case option(String)
        /// Anything else.
        case operand(String)
    }

    private var rest: ArraySlice<String>
    /// The value that was attached to the last option by an equals sign.
    private var attached: (option: String, value: String)?
    private var areOptionsOver = false

    init(_ arguments: some Sequence<String>) {
        self.rest = Array(arguments)[...]
    }

    /// Takes the next argument; `nil` after the last.
    mutating func next() throws(ArgumentProblem) -> Argument? {
        if let attached {
            throw .wrong("\(attached.option) takes no value.")
        }
        guard let argument = self.rest.popFirst() else { return nil }
        guard !self.areOptionsOver, argument.hasPrefix("-"), argument != "-" else { return .operand(argument) }
        switch argument {
        case "--":
            self.areOptionsOver = true
            return try self.next()
        case "--help", "-h":
            throw .helpRequested
        default:
            guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return .option(argument) }
            let option = String(argument[..<equals])
            self.attached = (option, String(argument[argument.index(after: equals)...]))
            return .option(option)
        }
    }

    /// Takes the value of the option that came last.
    mutating func value(of option: String) throws(ArgumentProblem) -> String {
        if let attached = self.attached.take() {
            return attached.value
        }
        guard let value = self.rest.popFirst() else {
            throw .wrong("\(option) needs a value.")
        }
        return value
    }

    /// Takes the value of the option that came last, a whole number.
    mutating func number(of option: String, in range: ClosedRange<Int>) throws(ArgumentProblem) -> Int {
        let value = try self.value(of: option)
        guard let number = Int(value), range.contains(number) else {
            throw .wrong("\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'.")
        }
        return number
    }

    /// Takes the value of the option that came last, a time in seconds, with decimals if need be.
    mutating func seconds(of option: String, in range: ClosedRange<Double>) throws(ArgumentProblem) -> Double {
        let value = try self.value(of: option)
        guard let number = Double(value), range.contains(number) else {
            let bounds = "from \(range.lowerBound) to \(Int(range.upperBound))"
            throw .wrong("\(option) takes a number of seconds \(bounds), not '\(value)'.")
        }
        return number
    }
}
