// automerge-repo's own server, with nothing stored: prints its address and a document's URL.
import { Repo } from "@automerge/automerge-repo"
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import { WebSocketServer } from "ws"

const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 })
await new Promise(listening => sockets.once("listening", listening))
const repo = new Repo({ network: [new WebSocketServerAdapter(sockets)], peerId: "server", sharePolicy: async () => false })
const handle = repo.create({ vision: { statement: "Une eau saine." } })
console.log(`127.0.0.1:${sockets.address().port} ${handle.url}`)
