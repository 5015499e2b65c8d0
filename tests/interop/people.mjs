// People with unmodified automerge-repo clients. Called with a story, the server's address, the
// board's `automerge:` URL, and prints what they saw as one line of JSON.
import { Repo, isValidAutomergeUrl } from "@automerge/automerge-repo"
import { ImmutableString, decodeSyncMessage, splice } from "@automerge/automerge"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const [story, address, url] = process.argv.slice(2)
const PATIENCE = 20_000

const until = async (what, condition) => {
  const begun = Date.now()
  while (!condition()) {
    if (Date.now() - begun > PATIENCE) throw new Error(`in vain: ${what}`)
    await new Promise(done => setTimeout(done, 15))
  }
}

const person = (name, ticket, sending = () => {}) => {
  const socket = new WebSocketClientAdapter(`ws://${address}/sync?ticket=${ticket}`)
  const send = socket.send.bind(socket)
  socket.send = message => { send(message); sending(message) }
  return new Repo({ network: [socket], peerId: `${name}-${Math.random()}`, enableRemoteHeadsGossiping: true })
}

const statement = handle => handle.doc().vision.statement
const write = (handle, index, text) => handle.change(d => splice(d, ["vision", "statement"], index, 0, text))

const acknowledged = async (repo, handle) => {
  await until("a server", () => repo.peers.length === 1)
  const storage = repo.getStorageIdOfPeer(repo.peers[0])
  let heads = handle.getRemoteHeads?.(storage) ?? handle.getSyncInfo?.(storage)?.lastHeads
  handle.on("remote-heads", told => { if (told.storageId === storage) heads = told.heads })
  repo.subscribeToRemotes([storage])
  await until("the server's word", () => JSON.stringify(heads) === JSON.stringify(handle.heads()))
}

/** What only the secretariat or an organisation itself may write, as somebody sees it. */
const laidDown = handle => {
  const { session, versions } = handle.doc()
  const [locks, settled, votes] = [session.locks, session.settled, versions.votes].map(Object.keys)
  return { locks, settled, votes, ended: session.locks.real1.ended ?? null }
}

const stories = {
  async work() {
    if (!isValidAutomergeUrl(url)) throw new Error("not an automerge URL")
    const amina = person("amina", "amina.partner")
    const bruno = person("bruno", "bruno.partner")
    const hers = await amina.find(url)
    const his = await bruno.find(url)
    const found = statement(hers)
    write(hers, 0, "Amina : ")
    await until("Bruno to read Amina", () => statement(his).startsWith("Amina : "))
    const whispers = []
    hers.on("ephemeral-message", ({ message }) => whispers.push(message))
    his.broadcast({ raised: "hand" })
    await until("Amina to see the hand", () => whispers.length === 1)
    write(his, statement(his).length, " — Bruno")
    await until("Amina to read Bruno", () => statement(hers).endsWith(" — Bruno"))
    await acknowledged(amina, hers)
    await acknowledged(bruno, his)
    return { found, whispers, statement: statement(hers), level: JSON.stringify(hers.heads()) === JSON.stringify(his.heads()) }
  },
  async read() {
    const handle = await person("chiara", "chiara.partner").find(url)
    return { statement: statement(handle) }
  },
  // A partner's program writes down what only others may say, as plain changes. Each time with a copy
  // of its own: the one that forged keeps what it forged.
  async forger() {
    const word = text => new ImmutableString(text)
    const now = word("2026-11-27T20:00:00Z")
    const forgeries = {
      lock: d => {
        d.session.locks.forged1 = { section: word("vision"), chair: word("amina"), reason: "moi", since: now, left: {} }
      },
      unlock: d => { d.session.locks.real1.ended = now },
      settlement: d => {
        d.session.settled.forged1 = { section: word("vision"), changes: word("00".repeat(32)), outcome: word("accepted"), reason: "", became: {} }
      },
      vote: d => {
        d.versions.votes.forged1 = { version: word("v1"), organisation: word("bruno-org"), choice: word("approve"), reason: "", dots: {} }
      },
    }
    const bruno = person("bruno", "bruno.partner")
    const his = await bruno.find(url)
    const heard = []
    his.on("ephemeral-message", ({ message }) => heard.push(message.after))
    // What the secretariat lays down in the same way is there for all.
    const chiara = person("chiara", "chiara.secretariat")
    const hers = await chiara.find(url)
    hers.change(d => { d.session.locks.real1 = { section: word("chain"), chair: word("chiara"), reason: "séance", since: now, left: {} } })
    await until("Bruno to see the lock", () => "real1" in his.doc().session.locks)

    for (const [name, forge] of Object.entries(forgeries)) {
      let isSent = false
      const amina = person("amina", "amina.partner", ({ type, data }) => {
        isSent ||= type === "sync" && decodeSyncMessage(data).changes.length > 0
      })
      const copy = await amina.find(url)
      copy.change(forge)
      await until(`the ${name} to be sent`, () => isSent)
      // What a socket sends is heard in order: the server has the forgery when Bruno hears this.
      copy.broadcast({ after: name })
      await until(`Bruno to hear what followed the ${name}`, () => heard.includes(name))
      await amina.shutdown()
    }
    // An honest word is judged after all of that, and reaches Bruno alone.
    const amina = person("amina", "amina.partner")
    write(await amina.find(url), 0, "Amina : ")
    await until("Bruno to read Amina", () => statement(his).startsWith("Amina : "))
    return laidDown(his)
  },
  async locks() {
    return laidDown(await person("chiara", "chiara.partner").find(url))
  },
  async stranger() {
    const repo = person("nobody", "nobody")
    await until("a server", () => repo.peers.length === 1)
    const said = await repo.find(url).then(() => "found", error => error.message)
    return { said }
  },
}

console.log(JSON.stringify(await stories[story]()))
process.exit(0)
