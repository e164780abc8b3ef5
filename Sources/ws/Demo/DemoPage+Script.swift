//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension DemoPage {
    /// What the page does.
    ///
    /// What a peer sends is shown as text and never becomes markup. An endpoint behind the address, as in `/#/chat`, is
    /// connected to at once.
    static let script = #"""
        "use strict";
        const $ = (id) => document.getElementById(id);
        const about = {
          "/echo": "Sends back what it is sent: the async lane.",
          "/echo-fast": "Sends back what it is sent from where it lies in the receive buffer: the fast lane.",
          "/json": "Answers a name with a person in JSON. It closes with 1003 when it is sent bytes.",
          "/chat": "Relays what it is sent to everyone connected. Open this page twice.",
        };
        const maxLogLength = 500, maxShown = 200;
        let socket = null;
        let path = "";
        // What was sent and not answered yet, the oldest first.
        let unanswered = [];
        // The round-trip times, sorted.
        let times = [];
        let replies = 0;

        // MARK: The connection

        function connect() {
          path = $("endpoint").value;
          const url = new URL(path, location.href);
          url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
          url.hash = "";
          socket = new WebSocket(url);
          socket.binaryType = "arraybuffer";
          unanswered = [];
          times = [];
          replies = 0;
          showTimes(null);
          socket.onopen = () => { log("open", url.href); showState(); $("text").focus(); };
          socket.onmessage = (event) => received(event.data);
          socket.onclose = (event) => {
            log(event.wasClean ? "closed" : "failed", ending(event.code, event.reason), event.wasClean ? "" : "not clean");
            socket = null;
            showState();
          };
          showState();
        }

        function close() {
          attempt(() => {
            const code = Number($("code").value), reason = $("reason").value;
            socket.close(code, reason);
            log("closing", ending(code, reason));
          });
          showState();
        }

        function ending(code, reason) {
          return `code ${code}, ${reason ? `reason “${reason}”` : "no reason"}`;
        }

        function showState() {
          const state = socket ? ["connecting", "open", "closing", "closed"][socket.readyState] : "closed";
          $("state").value = state;
          $("state").dataset.state = state;
          $("endpoint").disabled = $("connect").disabled = socket !== null;
          for (const button of document.querySelectorAll("#closing button, form[id$=-form] button")) {
            button.disabled = state !== "open";
          }
        }

        // MARK: Messages

        function send(message) {
          attempt(() => {
            const at = performance.now();
            socket.send(message);
            unanswered.push({ at, key: key(message) });
            log("sent", show(message), size(message));
          });
        }

        function received(message) {
          const now = performance.now();
          let note = size(message);
          // In a chat, what others say comes too; elsewhere replies come in the order of what was sent.
          if (unanswered.length && (path !== "/chat" || unanswered[0].key === key(message))) {
            const time = now - unanswered.shift().at;
            insert(time);
            replies += 1;
            showTimes(time);
            note += `, ${milliseconds(time)}`;
          }
          log("received", show(message), note);
        }

        function key(message) {
          if (path !== "/chat") return null;
          return typeof message === "string" ? "text " + message : "bytes " + hex(message, Infinity);
        }

        function size(message) {
          const count = typeof message === "string" ? new TextEncoder().encode(message).length : message.byteLength;
          return `${count.toLocaleString("en")} ${count === 1 ? "byte" : "bytes"}`;
        }

        function show(message) {
          if (typeof message !== "string") return hex(message, maxShown / 4);
          return message.length > maxShown ? message.slice(0, maxShown) + "…" : message;
        }

        function hex(message, limit) {
          const bytes = new Uint8Array(message);
          const shown = Array.from(bytes.subarray(0, limit), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
          return bytes.length > limit ? shown + " …" : shown;
        }

        function parseHex(text) {
          const digits = text.replace(/^0x/i, "").replace(/[\s:,]/g, "");
          if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error("Bytes in hex are pairs of the digits 0 to 9 and a to f.");
          return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
        }

        function randomBytes(count) {
          const bytes = new Uint8Array(count);
          // A browser gives at most 65,536 at once.
          for (let start = 0; start < count; start += 65536) crypto.getRandomValues(bytes.subarray(start, start + 65536));
          return bytes.buffer;
        }

        // MARK: Round trips

        function insert(time) {
          let low = 0, high = times.length;
          while (low < high) {
            const middle = (low + high) >> 1;
            if (times[middle] < time) low = middle + 1; else high = middle;
          }
          times.splice(low, 0, time);
        }

        function showTimes(last) {
          const middle = times.length >> 1;
          const median = times.length % 2 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
          $("last").textContent = last === null ? "–" : milliseconds(last);
          $("least").textContent = times.length ? milliseconds(times[0]) : "–";
          $("median").textContent = times.length ? milliseconds(median) : "–";
          $("count").textContent = replies.toLocaleString("en");
        }

        function milliseconds(time) {
          return `${time.toFixed(time < 10 ? 2 : 1)} ms`;
        }

        // MARK: The log

        function log(kind, what, note = "") {
          const list = $("log"), scroller = $("scroller");
          const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
          const item = document.createElement("li");
          item.dataset.kind = kind;
          const time = new Date().toTimeString().slice(0, 8);
          for (const [name, className, text] of [
            ["time", "", time], ["span", "kind", kind], ["span", "what", what], ["span", "note", note],
          ]) {
            const part = document.createElement(name);
            part.className = className;
            part.textContent = text;
            item.append(part);
          }
          list.append(item);
          while (list.childElementCount > maxLogLength) list.firstElementChild.remove();
          if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
        }

        function attempt(action) {
          $("problem").textContent = "";
          try { action(); } catch (error) { $("problem").textContent = error.message; }
        }

        // MARK: Events

        function onSubmit(id, action) {
          $(id).addEventListener("submit", (event) => { event.preventDefault(); action(); });
        }

        onSubmit("connection", connect);
        onSubmit("closing", close);
        onSubmit("text-form", () => send($("text").value));
        onSubmit("hex-form", () => attempt(() => send(parseHex($("hex").value))));
        onSubmit("random-form", () => send(randomBytes(Number($("size").value))));
        $("clear").addEventListener("click", () => $("log").replaceChildren());
        $("endpoint").addEventListener("change", () => { $("about").textContent = about[$("endpoint").value]; });

        const wanted = location.hash.slice(1);
        if (wanted in about) $("endpoint").value = wanted;
        $("about").textContent = about[$("endpoint").value];
        if (wanted in about) connect();
        """#
}
