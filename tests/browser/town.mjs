// A town for the stories: a server with its data in a folder of its own, and people with
// browsers of their own. Everything ends with the story.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // A name that is no localhost: over plain http the browser keeps nothing there.
  '--host-resolver-rules=MAP pmp.example 127.0.0.1',
];
const command = promisify(execFile);

/** A port that is free now. The server keeps it over restarts, as a real one does. */
export async function freePort() {
  const probe = createServer();
  await new Promise((open) => probe.listen(0, '127.0.0.1', open));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Starts a server with the demo partnership. */
export async function openTown({ demo = true, flags = [] } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'tablee-town-'));
  const port = await freePort();
  const town = { url: `http://127.0.0.1:${port}`, links: {}, people: [], server: null, data };
  town.start = () => start(town, port, [...(demo ? [] : ['--no-demo']), ...flags]);
  town.kill = () => end(town, 'SIGKILL');
  town.stop = () => end(town, 'SIGTERM');
  town.empty = () => rm(data, { recursive: true, force: true });
  /** The same server under a name that is no localhost. */
  town.elsewhere = town.url.replace('127.0.0.1', 'pmp.example');
  /** The server's disk takes nothing more, or takes everything again. */
  town.fillDisk = () => limitFiles(town, '0:');
  town.freeDisk = () => limitFiles(town, 'unlimited:');
  /** A link made on the server's own machine. */
  town.invite = async (...flags) => {
    const { stdout } = await command(process.env.TABLEE_BINARY, ['invite', '--data', data, '--public-url', town.url, ...flags]);
    return stdout.match(/http\S+#\S+/)[0];
  };
  town.close = async () => {
    for (const person of town.people) await person.close();
    await end(town, 'SIGKILL');
    await rm(data, { recursive: true, force: true });
  };
  await town.start();
  return town;
}

/** The links that `tablee` prints: `secretariat  http://…/rejoindre#…`, partners and observer alike. */
function start(town, port, more) {
  const flags = ['serve', '--port', String(port), '--data', town.data, ...more];
  // A file at its limit must answer with an error, as a full disk does, and not with a signal.
  const patient = ['-c', 'trap "" XFSZ; exec "$0" "$@"', process.env.TABLEE_BINARY];
  const server = spawn('/bin/sh', [...patient, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  town.server = server;
  town.links = {};
  town.log = '';
  server.stderr.on('data', (chunk) => { town.log += chunk; });
  return new Promise((ready, failed) => {
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}\n${town.log}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      town.log += `${line}\n`;
      const link = line.match(/^\s*(\S+).*?(http\S+#\S+)/);
      if (link) (town.links[link[1]] ??= []).push(link[2]);
      if (line.includes('ready')) ready(town);
    });
  });
}

async function end(town, signal) {
  const { server } = town;
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  server.removeAllListeners('exit');
  const gone = new Promise((exit) => server.once('exit', exit));
  server.kill(signal);
  return gone;
}

/** Bounds what the running server may write to any file, softly. */
async function limitFiles(town, size) {
  await command('prlimit', [`--pid=${town.server.pid}`, `--fsize=${size}`]);
}

/** The browsers that run, by their program. */
const browsers = new Map();

/** A person with a browser profile of their own. */
export async function arrive(town, { lang = 'fr-FR', width = 1440, height = 900, program = process.env.TABLEE_CHROMIUM, ...rest } = {}) {
  // One browser for all, also for those who arrive at once.
  if (!browsers.has(program)) browsers.set(program, chromium.launch({ executablePath: program, args: FLAGS }));
  const context = await (await browsers.get(program)).newContext({ locale: lang, viewport: { width, height }, acceptDownloads: true, ...rest });
  // Machines that test are busy: patience costs nothing where nothing is wrong.
  context.setDefaultTimeout(60_000);
  const person = { context, town, trouble: [] };
  person.tab = async () => {
    const page = await context.newPage();
    page.on('pageerror', (error) => person.trouble.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /panicked|Content Security/.test(message.text())) person.trouble.push(message.text());
    });
    return page;
  };
  person.page = await person.tab();
  person.goOffline = () => context.setOffline(true);
  person.goOnline = () => context.setOffline(false);
  person.close = () => context.close();
  town.people.push(person);
  return person;
}

/** Ends the browsers; the last thing a file of stories does. */
export async function leaveTown() {
  for (const browser of browsers.values()) await (await browser).close();
  browsers.clear();
}
