//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

let chatPage = #"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Chat</title>
    <style>
      body { font: 16px/1.4 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
      #log { height: 20em; overflow: auto; border: 1px solid gray; padding: .5em; white-space: pre-wrap }
    </style>
    <h1>Chat</h1>
    <form id="who">
      Room <input id="room" value="lobby" required> Name <input id="name" value="Alice" required> <button>Enter</button>
    </form>
    <div id="log"></div>
    <form id="what"><input id="text" size="60" autocomplete="off"> <button>Say</button></form>
    <script>
      let socket
      const $ = id => document.getElementById(id)
      const say = line => { $("log").append(line + "\n"); $("log").scrollTop = 1e9 }
      $("who").onsubmit = event => {
        event.preventDefault()
        if (socket) socket.close()
        const url = new URL("/rooms/" + encodeURIComponent($("room").value), location.href.replace(/^http/, "ws"))
        url.searchParams.set("name", $("name").value)
        socket = new WebSocket(url)
        socket.onmessage = event => say(event.data)
        socket.onclose = event => say("(closed with " + event.code + ")")
      }
      $("what").onsubmit = event => {
        event.preventDefault()
        if (socket && socket.readyState === WebSocket.OPEN) socket.send($("text").value)
        $("text").value = ""
      }
    </script>
    """#
