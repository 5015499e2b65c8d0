// One unmodified automerge-repo client that writes into the titles of the results chain, so many
// changes a second: others' edits for the measures in a browser. Says "ready" once it has the board,
// waits for a line, and prints how many changes it made.
import { Repo } from "@automerge/automerge-repo"
import { splice } from "@automerge/automerge"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const [address, url, rate, seconds] = process.argv.slice(2).map((text, n) => (n < 2 ? text : Number(text)))
const pause = ms => new Promise(done => setTimeout(done, ms))

const repo = new Repo({ network: [new WebSocketClientAdapter(address)], peerId: `stream-${Math.random()}` })
const board = await repo.find(url)
const titles = Object.keys(board.doc().chain.nodes).map(id => ["chain", "nodes", id, "title"])

console.log("ready")
await new Promise(go => process.stdin.once("data", go))
const from = Date.now()
let made = 0
while (Date.now() - from < seconds * 1000) {
  // A letter comes and goes again, so that no title grows.
  const at = titles[(made >> 1) % titles.length]
  board.change(doc => (made % 2 ? splice(doc, at, 0, 1, "") : splice(doc, at, 0, 0, "x")))
  made += 1
  await pause(Math.max(0, from + (made * 1000) / rate - Date.now()))
}
console.log(made)
process.exit(0)
