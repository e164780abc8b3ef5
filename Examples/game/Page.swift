//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

let gamePage = #"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Game</title>
    <style>
      body { font: 16px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 960px; padding: 0 1em; color-scheme: light dark }
      canvas { width: 100%; border: 1px solid gray; touch-action: none }
    </style>
    <h1>Game</h1>
    <p>Move with the arrow keys, or by holding the pointer down where you want to go. Others come by opening this page:
      <a id="room"></a>. <output id="state"></output></p>
    <canvas id="field" width="960" height="540"></canvas>
    <script>
      const $ = id => document.getElementById(id)
      const room = location.hash.slice(1) || "lobby"
      $("room").textContent = $("room").href = location.origin + "/#" + encodeURIComponent(room)
      const url = new URL("/rooms/" + encodeURIComponent(room), location.href.replace(/^http/, "ws"))
      // By id: where the last whole frame has a player, and where they are.
      let players = new Map, number = -1, me = -1
      const frames = [
        bytes => {
          players = new Map
          number = bytes.getUint8(1)
          for (let at = 2; at < bytes.byteLength; at += 5) {
            const x = bytes.getUint16(at + 1), y = bytes.getUint16(at + 3)
            players.set(bytes.getUint8(at), { knownX: x, knownY: y, x, y })
          }
        },
        bytes => {
          if (bytes.getUint8(1) !== number) return
          for (const player of players.values()) { player.x = player.knownX; player.y = player.knownY }
          for (let at = 2; at < bytes.byteLength; at += 3) {
            const player = players.get(bytes.getUint8(at))
            player.x += bytes.getInt8(at + 1)
            player.y += bytes.getInt8(at + 2)
          }
        },
        bytes => { me = bytes.getUint8(1) },
      ]
      const socket = new WebSocket(url)
      socket.binaryType = "arraybuffer"
      socket.onmessage = event => {
        const bytes = new DataView(event.data)
        frames[bytes.getUint8(0)](bytes)
        $("state").value = players.size + (players.size === 1 ? " player" : " players")
      }
      socket.onclose = event => { $("state").value = "closed with " + event.code; players = new Map }

      let direction = "0 0"
      function steer(x, y) {
        if (socket.readyState !== WebSocket.OPEN || direction === x + " " + y) return
        direction = x + " " + y
        socket.send(new Int8Array([x, y]))
      }
      const keys = new Set
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
      const steerByKeys = () => {
        const sum = [...keys].reduce(([x, y], key) => [x + ways[key][0], y + ways[key][1]], [0, 0])
        steer(...sum)
      }
      onkeydown = event => { if (event.key in ways) { event.preventDefault(); keys.add(event.key); steerByKeys() } }
      onkeyup = event => { keys.delete(event.key); steerByKeys() }
      onblur = () => { keys.clear(); steer(0, 0) }
      const field = $("field"), context = field.getContext("2d")
      field.onpointerdown = field.onpointermove = event => {
        if (!event.buttons || !players.has(me)) return
        const scale = field.width / field.clientWidth, player = players.get(me)
        const away = (to, from) => Math.abs(to - from) < 10 ? 0 : Math.sign(to - from)
        steer(away(event.offsetX * scale, player.x), away(event.offsetY * scale, player.y))
      }
      field.onpointerup = field.onpointerleave = () => steer(0, 0)

      function draw() {
        context.clearRect(0, 0, field.width, field.height)
        for (const [id, player] of players) {
          context.beginPath()
          context.arc(player.x, player.y, 12, 0, 7)
          context.fillStyle = `hsl(${id * 47 % 360} 70% 50%)`
          context.fill()
          if (id === me) context.stroke()
        }
        requestAnimationFrame(draw)
      }
      draw()
    </script>
    """#
