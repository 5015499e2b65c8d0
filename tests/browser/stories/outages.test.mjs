// The server fails; nothing that anyone wrote is gone.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import {
  goTo, onTheServer, seated, shared, shows, statement, typeAt, until, untroubled, visionOf, waiting,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('the server is killed, the page reloaded and written on, and then everything arrives', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await goTo(ana.page, 'Vision');
  await shared(ana.page);
  await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await town.kill();
  await ana.page.reload();
  const before = await shows(statement(ana.page), (text) => text.length > 20);
  await typeAt(statement(ana.page), before.length, ' Écrit sans la table.');
  await waiting(ana.page);
  await ana.page.reload();
  await shows(statement(ana.page), `${before} Écrit sans la table.`);
  await waiting(ana.page);
  await town.start();
  await shared(ana.page);
  await goTo(binta.page, 'Vision');
  await shows(statement(binta.page), `${before} Écrit sans la table.`);
  untroubled(ana, binta);
});

test('the server has no room: work waits on the devices, the server says so and recovers by itself', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await shared(ana.page);
  const health = async () => (await fetch(`${town.url}/healthz`)).status;
  assert.equal(await health(), 200);

  await town.fillDisk();
  await typeAt(statement(ana.page), before.length, ' Sans place.');
  await ana.page.getByRole('button', { name: /Enregistré ici.*Gardé ici, la table n’enregistre pas/ }).waitFor();
  await until('the server to say so', async () => (await health()) === 503);
  // What is not stored is nobody else's yet, and nobody's reading stops.
  await shows(statement(binta.page), before);

  await town.freeDisk();
  await shared(ana.page);
  await shows(statement(binta.page), `${before} Sans place.`);
  await until('the server to say so', async () => (await health()) === 200);
  assert.ok(JSON.stringify(await onTheServer(ana)).includes('Sans place.'));
  untroubled(ana, binta);
});

test('the server is stopped in good order while people write: it says when to come back, and all of it is there', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await shared(ana.page);
  const typing = typeAt(statement(ana.page), before.length, ' Écrit pendant l’arrêt.');
  const code = await town.stop();
  assert.equal(code, 0, town.log);
  assert.match(town.log, /"message":"stopped"/);
  await typing;
  await waiting(ana.page);
  await town.start();
  await shared(ana.page);
  await shows(statement(binta.page), `${before} Écrit pendant l’arrêt.`);
  untroubled(ana, binta);
});
