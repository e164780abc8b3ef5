//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Numbers for people.
package enum Figure {
    /// A number with so many decimals.
    package static func decimal(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        guard value.isFinite, abs(value) * scale < 1e18 else { return "\(value)" }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = Self.grouped(scaled / Int64(scale))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + whole }
        let fraction = String(scaled % Int64(scale))
        return sign + whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    /// A number with three significant digits or more.
    package static func number(_ value: Double) -> String {
        switch abs(value) {
        case ..<10: Self.decimal(value, 2)
        case ..<100: Self.decimal(value, 1)
        default: Self.decimal(value, 0)
        }
    }

    /// A count that may be a mean.
    package static func count(_ value: Double) -> String {
        Self.decimal(value, value < 100 && value != value.rounded() ? 1 : 0)
    }

    /// A count of things.
    package static func count(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(Self.count(Double(value))) \(value == 1 ? singular : plural ?? singular + "s")"
    }

    /// A time, given in nanoseconds, with its unit.
    package static func time(_ nanoseconds: UInt64) -> String {
        let value = Double(nanoseconds)
        switch value {
        case ..<999_500: return Self.number(value / 1e3) + " µs"
        case ..<999_500_000: return Self.number(value / 1e6) + " ms"
        default: return Self.number(value / 1e9) + " s"
        }
    }

    /// A time, given in microseconds, with its unit.
    package static func time(microseconds: Double) -> String {
        Self.time(UInt64(max(0, microseconds * 1000)))
    }

    /// A time in seconds.
    package static func seconds(_ value: Double) -> String {
        Self.decimal(value, value == value.rounded() ? 0 : 1) + " s"
    }

    /// A share of 1.
    package static func percent(_ share: Double) -> String {
        Self.decimal(share * 100, 0) + " %"
    }

    /// An amount of memory or data.
    package static func bytes(_ value: Double) -> String {
        switch abs(value) {
        case ..<9999.5: Self.decimal(value, 0) + " B"
        case ..<9_999_500: Self.number(value / 1e3) + " kB"
        case ..<9_999_500_000: Self.number(value / 1e6) + " MB"
        default: Self.number(value / 1e9) + " GB"
        }
    }

    /// A number to a tenth.
    package static func tenths(_ value: Double) -> Double {
        (value * 10).rounded() / 10
    }

    /// A round number as it is.
    package static func plain(_ value: Double) -> String {
        let digits = (0...6).first { abs(Self.scaled(value, $0) - Self.scaled(value, $0).rounded()) < 1e-6 } ?? 6
        return Self.decimal(value, digits)
    }

    /// A round number for an axis: 20k, 1.5M.
    package static func short(_ value: Double) -> String {
        switch abs(value) {
        case ..<10_000: Self.plain(value)
        case ..<1_000_000: Self.plain(value / 1e3) + "k"
        default: Self.plain(value / 1e6) + "M"
        }
    }

    /// A round time for an axis, given in microseconds.
    package static func axisTime(microseconds value: Double) -> String {
        switch value {
        case 0: "0"
        case ..<1000: Self.plain(value) + " µs"
        case ..<1_000_000: Self.plain(value / 1e3) + " ms"
        default: Self.plain(value / 1e6) + " s"
        }
    }

    private static func scaled(_ value: Double, _ digits: Int) -> Double {
        (0..<digits).reduce(value) { value, _ in value * 10 }
    }

    /// A number in groups of three digits.
    private static func grouped(_ value: Int64) -> String {
        let digits = String(value)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return grouped
    }
}
