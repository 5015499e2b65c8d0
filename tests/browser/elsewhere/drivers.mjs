// Browsers that are not Chromium, as their makers let one drive them: Firefox by WebDriver BiDi, which
// it speaks itself; WebKitGTK by the W3C WebDriver of Debian's `webkit2gtk-driver`. Both run functions
// in the page and take the same actions of keys and mouse; what a person does is built on these in `person.mjs`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { freePort } from '../town.mjs';

const SIZE = { width: 1280, height: 800 };
const PATIENCE_MS = 60_000;

/** A program in a group of its own, so that what it started ends with it. */
function start(program, args, { env, tells } = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  const told = new Promise((known, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const found = tells && line.match(tells);
        if (found) known(found[1]);
      });
    }
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`${program} ended with ${code}\n${said.join('\n')}`)));
  });
  // Only whoever waits for what it tells cares that it ended.
  told.catch(() => {});
  const end = async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  };
  return { told, end };
}

/** Firefox, with a profile of its own that is gone afterwards. */
export async function firefox() {
  const profile = await mkdtemp(join(tmpdir(), 'tablee-firefox-'));
  const prefs = { 'datareporting.policy.dataSubmissionEnabled': false, 'browser.shell.checkDefaultBrowser': false };
  await writeFile(join(profile, 'user.js'), Object.entries(prefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  const program = start(process.env.TABLEE_FIREFOX ?? 'firefox-esr', ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0'], {
    tells: /WebDriver BiDi listening on (ws:\S+)/,
  });
  const socket = new WebSocket(`${await program.told}/session`);
  await once(socket, 'open');

  let last = 0;
  const asked = new Map();
  const heard = [];
  socket.on('message', (text) => {
    const { id, type, result, error, message, method, params } = JSON.parse(text);
    if (type === 'event') return void heard.push({ method, params });
    const { known, failed } = asked.get(id);
    asked.delete(id);
    return type === 'success' ? known(result) : failed(new Error(`${error}: ${message}`));
  });
  const send = (method, params) => new Promise((known, failed) => {
    last += 1;
    asked.set(last, { known, failed });
    socket.send(JSON.stringify({ id: last, method, params }));
  });

  const { capabilities } = await send('session.new', { capabilities: {} });
  const { contexts: [{ context }] } = await send('browsingContext.getTree', {});
  await send('session.subscribe', { events: ['log.entryAdded'] });
  await send('browsingContext.setViewport', { context, viewport: SIZE });
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    goto: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
    reload: () => send('browsingContext.reload', { context, wait: 'complete' }),
    async ask(question, ...args) {
      const call = `async () => JSON.stringify((await (${question})(...${JSON.stringify(args)})) ?? null)`;
      const answer = await send('script.callFunction', { functionDeclaration: call, awaitPromise: true, target: { context } });
      if (answer.type !== 'success') throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value);
    },
    act: (actions) => send('input.performActions', { context, actions }),
    picture: async () => (await send('browsingContext.captureScreenshot', { context })).data,
    /** Where the program stopped, or the content policy stopped it; a lost connection is no trouble. */
    trouble: () => heard.map(({ params: { level, text } }) => `${level}: ${text}`).filter((line) => /^error/.test(line) && !/can’t establish a connection/.test(line)),
    async close() {
      socket.terminate();
      await program.end();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** WebKitGTK's MiniBrowser on a screen that nobody sees. */
export async function webkit() {
  const screen = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], { tells: /^(\d+)$/ });
  const port = await freePort();
  const env = { DISPLAY: `:${await screen.told}` };
  const program = start('WebKitWebDriver', [`--port=${port}`], { env });
  const at = `http://127.0.0.1:${port}/session`;
  const call = async (method, path, body) => {
    const answer = await fetch(`${at}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const wanted = { 'webkitgtk:browserOptions': { args: ['--automation'], ...(process.env.TABLEE_MINIBROWSER && { binary: process.env.TABLEE_MINIBROWSER }) } };
  let made;
  // The driver listens a moment after it was started.
  for (const until = Date.now() + PATIENCE_MS; !made;) {
    made = await call('POST', '', { capabilities: { alwaysMatch: wanted } }).catch(async (why) => {
      if (why.cause?.code !== 'ECONNREFUSED' || Date.now() > until) throw why;
      await new Promise((turn) => { setTimeout(turn, 50); });
    });
  }
  const send = (method, path, body) => call(method, `/${made.sessionId}${path}`, body);
  await send('POST', '/window/rect', { ...SIZE, x: 0, y: 0 });
  await send('POST', '/timeouts', { script: PATIENCE_MS, pageLoad: PATIENCE_MS });
  return {
    name: `WebKitGTK ${made.capabilities.browserVersion}`,
    goto: (url) => send('POST', '/url', { url }),
    reload: () => send('POST', '/refresh', {}),
    ask: (question, ...args) => send('POST', '/execute/sync', { script: `return (${question})(...arguments)`, args }),
    act: (actions) => send('POST', '/actions', { actions }),
    picture: () => send('GET', '/screenshot'),
    /** WebDriver tells nothing of the console. */
    trouble: () => [],
    async close() {
      await send('DELETE', '').catch(() => {});
      await program.end();
      await screen.end();
    },
  };
}
