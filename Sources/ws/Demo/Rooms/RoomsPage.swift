//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The page at `/rooms`: a chat.
enum RoomsPage {
    /// The page.
    static let html = DemoPage.page(
        title: "Rooms",
        style: RoomsPage.style,
        body: RoomsPage.body,
        script: RoomsPage.script
    )

    private static let style = """
        #said { height: 24rem; overflow-y: auto; list-style: none; margin: 0 0 0.75rem; padding: 0; }
        #said li { overflow-wrap: anywhere; white-space: pre-wrap; }
        #said b { color: var(--accent); }
        """

    private static let body = """
        <header>
          <h1>Rooms</h1>
          <p>Say something to everybody in a room. <a href="/">Other things to try</a></p>
        </header>
        <main>
          <section class="wide">
            <form id="enter" class="row">
              <label class="grow">Room <input id="room" value="lobby" pattern="[^\\/+#]+" required></label>
              <label class="grow">Your name <input id="name" maxlength="40" required></label>
              <button class="primary">Enter</button>
              <output id="state" class="state" data-state="closed">closed</output>
            </form>
            <p class="hint">Here: <span id="people">nobody</span></p>
          </section>
          <section class="wide">
            <ol id="said" role="log" tabindex="0"></ol>
            <form id="say" class="row">
              <label class="grow">Message <input id="text" autocomplete="off" maxlength="1000" required></label>
              <button disabled>Say</button>
            </form>
          </section>
        </main>
        """

    /// What the page does.
    ///
    /// What a peer sends is shown as text and never becomes markup. Having lost its connection it comes back, and asks for
    /// what was said meanwhile.
    private static let script = #"""
        "use strict";
        const $ = (id) => document.getElementById(id);
        let socket = null;
        let retry = 0;
        // The id of the last message of the room.
        let last = null;
        // As of when it is shown who is there.
        let asOf = 0;

        function enter() {
          clearTimeout(retry);
          if (socket) { socket.onclose = null; socket.close(); }
          const url = new URL("/rooms/" + encodeURIComponent($("room").value), location.href);
          url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
          url.searchParams.set("name", $("name").value);
          if (last) url.searchParams.set("after", last);
          socket = new WebSocket(url);
          socket.onopen = () => { show("open"); $("text").focus(); };
          socket.onmessage = ({ data }) => received(JSON.parse(data));
          socket.onclose = () => { show("closed"); retry = setTimeout(enter, 500 + Math.random() * 1500); };
          show("connecting");
        }

        function received(envelope) {
          const message = JSON.parse(envelope.text);
          if (envelope.topic.startsWith("people/")) {
            if (message.time < asOf) return;
            asOf = message.time;
            const more = message.count - message.people.length;
            $("people").textContent = message.people.join(", ") + (more > 0 ? ` and ${more} more` : "");
            return;
          }
          last = envelope.id;
          const item = document.createElement("li"), name = document.createElement("b");
          name.textContent = message.name + " ";
          item.append(name, message.text);
          $("said").append(item);
          while ($("said").childElementCount > 500) $("said").firstElementChild.remove();
          $("said").scrollTop = $("said").scrollHeight;
        }

        function show(state) {
          $("state").value = $("state").dataset.state = state;
          $("say").querySelector("button").disabled = state !== "open";
        }

        $("enter").onsubmit = (event) => {
          event.preventDefault();
          last = null;
          asOf = 0;
          $("said").replaceChildren();
          sessionStorage.setItem("name", $("name").value);
          location.hash = encodeURIComponent($("room").value);
          enter();
        };
        $("say").onsubmit = (event) => {
          event.preventDefault();
          socket.send($("text").value);
          $("text").value = "";
        };

        // A page that is loaded again goes back to where it was.
        $("room").value = decodeURIComponent(location.hash.slice(1)) || "lobby";
        $("name").value = sessionStorage.getItem("name") ?? "";
        if ($("name").value) enter();
        """#
}
