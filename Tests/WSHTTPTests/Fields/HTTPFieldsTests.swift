//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP

@Suite("Header fields")
struct HTTPFieldsTests {
    @Test("Names are compared without regard to case, and keep the case they came in")
    func namesIgnoreCase() {
        let fields: HTTP.Fields = ["Content-Type": "text/plain"]
        #expect(fields["content-type"] == "text/plain")
        #expect(fields["CONTENT-TYPE"] == "text/plain")
        #expect(fields["Content-Typ"] == nil)
        #expect(fields.contains("cONTENT-tYPE"))
        #expect(fields.map(\.name) == ["Content-Type"])
    }

    @Test("Only letters are folded: bytes 0x20 apart that are no letters differ")
    func onlyLettersAreFolded() {
        let fields: HTTP.Fields = ["a^": "1", "A~": "2"]
        #expect(fields.values(of: "A^") == ["1"])
        #expect(fields.values(of: "a~") == ["2"])
    }

    @Test("Lines of one name keep their order, and the subscript returns the first")
    func linesKeepTheirOrder() {
        let fields: HTTP.Fields = ["A": "1", "B": "2", "a": "3"]
        #expect(fields.values(of: "A") == ["1", "3"])
        #expect(fields["A"] == "1")
        #expect(fields.values(of: "C").isEmpty)
        #expect(fields.map { field in "\(field.name)=\(field.value)" } == ["A=1", "B=2", "a=3"])
        #expect(fields.count == 3)
        #expect(!fields.isEmpty)
        #expect(HTTP.Fields().isEmpty)
    }

    @Test("Setting replaces all lines in the place of the first")
    func settingReplaces() {
        var fields: HTTP.Fields = ["A": "1", "B": "2", "a": "3"]
        fields["a"] = "new"
        #expect(fields == ["a": "new", "B": "2"])
        fields["C"] = "4"
        #expect(fields == ["a": "new", "B": "2", "C": "4"])
    }

    @Test("Setting nil and removing take all lines away")
    func removing() {
        var fields: HTTP.Fields = ["A": "1", "B": "2", "a": "3"]
        fields["A"] = nil
        #expect(fields == ["B": "2"])
        fields.remove("x")
        fields.remove("b")
        #expect(fields.isEmpty)
        #expect(fields["B"] == nil)
    }

    @Test("Replacing ten thousand times keeps one line")
    func replacingKeepsOneLine() {
        var fields: HTTP.Fields = ["Host": "a"]
        for number in 0..<10_000 { fields["X"] = "\(number)" }
        #expect(fields == ["Host": "a", "X": "9999"])
    }

    @Test("White space at the ends of a value is left out")
    func valuesAreTrimmed() throws {
        var fields = HTTP.Fields()
        try fields.append("A", " \t x y \t")
        try fields.append("B", "  ")
        #expect(fields["A"] == "x y")
        #expect(fields["B"] == "")
    }

    @Test("UTF-8 in a value comes back")
    func valuesMayHoldUTF8() throws {
        var fields = HTTP.Fields()
        try fields.append("Name", "Grüße, 🌍")
        #expect(fields["name"] == "Grüße, 🌍")
    }

    @Test("Every control character but the tab is refused in a value", arguments: Array(0...0x1F) + [0x7F] as [UInt8])
    func controlCharactersAreRefused(_ byte: UInt8) throws {
        var fields = HTTP.Fields()
        let value = "a\(Character(Unicode.Scalar(byte)))b"
        if byte == 0x09 {
            try fields.append("Name", value)
            #expect(fields["Name"] == value)
        } else {
            #expect(throws: HTTP.FieldError.invalidValue(field: "Name")) { try fields.append("Name", value) }
            #expect(fields.isEmpty)
        }
    }

    @Test(
        "A name that is no token is refused",
        arguments: [
            "", " ", "a b", "a:", "a\r\nb", "a\0", "ä", "(a)", "a,b", "a/b", "\"a\"", "a{", "[a]", "a=b", "a\u{7F}",
        ]
    )
    func namesMustBeTokens(_ name: String) {
        var fields = HTTP.Fields()
        #expect(throws: HTTP.FieldError.invalidName) { try fields.append(name, "value") }
        #expect(fields.isEmpty)
    }

    @Test("Every character of a token is allowed in a name")
    func tokenCharactersAreAllowed() throws {
        let name = "!#$%&'*+-.^_`|~0123456789azAZ"
        var fields = HTTP.Fields()
        try fields.append(name, "x")
        #expect(fields[name] == "x")
    }

    @Test("A token is found in a list over several lines, case aside")
    func tokensAreFoundInLists() {
        let fields: HTTP.Fields = [
            "Connection": "keep-alive,  Upgrade ", "connection": "Close", "Upgrade": "websocket2",
        ]
        #expect(fields.hasToken("upgrade", in: "Connection"))
        #expect(fields.hasToken("KEEP-ALIVE", in: "Connection"))
        #expect(fields.hasToken("close", in: "Connection"))
        #expect(!fields.hasToken("keep", in: "Connection"))
        #expect(!fields.hasToken("websocket", in: "Upgrade"))
        #expect(!fields.hasToken("close", in: "Missing"))
    }

    @Test("Fields are equal if names, case aside, values and order are")
    func equality() {
        #expect(["A": "1", "B": "2"] as HTTP.Fields == ["a": "1", "b": "2"])
        #expect(["A": "1", "B": "2"] as HTTP.Fields != ["B": "2", "A": "1"])
        #expect(["A": "x"] as HTTP.Fields != ["A": "X"])
        #expect(["A": "x"] as HTTP.Fields != ["A": "x", "B": "y"])
    }

    @Test("A value that would end its line is not set but kept as the error")
    func settingAnInvalidValue() {
        var fields: HTTP.Fields = ["A": "1", "B": "2", "a": "3"]
        #expect(fields.error == nil)
        fields["a"] = "1\r\nC: 2"
        #expect(fields.error == .invalidValue(field: "a"))
        #expect(fields["A"] == nil)
        #expect(fields.map(\.name) == ["B"])
        #expect(fields != ["B": "2"])
        let copy = fields
        fields["A"] = "4"
        #expect(fields == ["B": "2", "A": "4"])
        #expect(copy.error != nil)
    }

    @Test("The error of a field goes with that field and not with another")
    func errorsOfSeveralFields() {
        var fields: HTTP.Fields = ["A:": "1", "B": "\n", "C": "ok"]
        #expect(fields.error == .invalidName)
        #expect(fields.map(\.name) == ["C"])
        fields["D"] = "ok"
        fields.remove("C")
        fields.remove("E")
        #expect(fields.error == .invalidName)
        fields["A:"] = nil
        #expect(fields.error == .invalidValue(field: "B"))
        fields["b"] = "\r"
        #expect(fields.error == .invalidValue(field: "b"))
        fields.remove("B")
        #expect(fields == ["D": "ok"])
    }

    @Test("The description of an error names the field, shortened, and shows nothing of the value")
    func descriptions() {
        var fields = HTTP.Fields()
        fields[String(repeating: "n", count: 1000)] = "secret\n"
        let text = fields.error?.description ?? ""
        #expect(text.contains("nnn"))
        #expect(!text.contains("secret"))
        #expect(text.utf8.count < 200)
    }
}
