// What a device keeps, and what files and codes bring to another.
import { readFile, writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  begin, choose, join, onTheServer, openFile, savedCopy, seated, shared, shows, statement, typeAt, untroubled, visionOf, waiting,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);


const notice = (page, words) => page.getByText(words).first().waitFor();

test('a second device comes in by a code and writes as the same person', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await ana.page.goto(`${town.url}/b/${ana.board}/membres`);
  await ana.page.getByRole('button', { name: 'Ajouter un autre appareil' }).click();
  const code = await ana.page.locator('.device-code').innerText();
  const phone = await arrive(town, { width: 390, height: 844 });
  await phone.page.goto(town.url);
  await phone.page.getByRole('button', { name: 'J’ai une invitation' }).click();
  await phone.page.getByLabel('Lien ou code').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await phone.page.getByRole('button', { name: 'Rejoindre' }).click();
  await phone.page.waitForURL(/\/b\//);
  await shows(statement(phone.page), before);
  await typeAt(statement(phone.page), 0, 'Du téléphone : ');
  await shared(phone.page);
  await visionOf(binta.page);
  await shows(statement(binta.page), `Du téléphone : ${before}`);
  // The code is used up.
  const stranger = await arrive(town);
  await stranger.page.goto(`${town.url}/rejoindre`);
  await stranger.page.getByLabel('Lien ou code').fill(code);
  await stranger.page.getByRole('button', { name: 'Rejoindre' }).click();
  await notice(stranger.page, 'Ce lien n’est plus valable.');
  untroubled(ana, binta, phone, stranger);
});

test('a board begun offline is shared later through a founder link', async () => {
  const sena = await arrive(town);
  await sena.page.goto(town.url);
  await sena.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await sena.goOffline();
  await sena.page.reload();
  await begin(sena, 'Forêt du plateau');
  await sena.page.getByRole('button', { name: /Enregistré ici.*Pas encore partagé/ }).waitFor();
  await typeAt(statement(sena.page), 0, 'Une forêt debout.');
  await sena.page.getByRole('button', { name: /Enregistré ici/ }).waitFor();

  await sena.goOnline();
  await sena.page.goto(await town.invite('--founder'));
  await sena.page.getByRole('button', { name: 'Forêt du plateau' }).click();
  await sena.page.waitForURL(/\/b\//);
  await shared(sena.page);
  await shows(statement(sena.page), 'Une forêt debout.');
  assert.ok(JSON.stringify(await onTheServer(sena)).includes('Une forêt debout.'));

  // And others come in.
  const jonas = await arrive(town);
  await join(jonas, await town.invite('--board', sena.board, '--role', 'secretariat'), 'Jonas');
  await shows(statement(jonas.page), 'Une forêt debout.');
  untroubled(sena, jonas);
});

test('a file saved by one is merged by another member on another device', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await Promise.all([shared(ana.page), shared(binta.page)]);
  await Promise.all([ana.goOffline(), binta.goOffline()]);
  await typeAt(statement(ana.page), before.length, ' Dans le fichier.');
  await waiting(ana.page);
  const file = await savedCopy(ana.page);
  await typeAt(statement(binta.page), 0, 'Sur l’autre rive : ');
  await waiting(binta.page);
  await choose(binta.page, /^Partenariat/, 'Mes partenariats');
  await openFile(binta.page, file);
  await notice(binta.page, /modifications? ajoutées? à ce plateau/);
  await shows(statement(binta.page), `Sur l’autre rive : ${before} Dans le fichier.`);
  // Binta has the network first: Ana's work reaches the table in Binta's hands.
  await binta.goOnline();
  await shared(binta.page);
  assert.ok(JSON.stringify(await onTheServer(binta)).includes(' Dans le fichier.'));
  await ana.goOnline();
  await shared(ana.page);
  await shows(statement(ana.page), `Sur l’autre rive : ${before} Dans le fichier.`);
  untroubled(ana, binta);
});

test('a damaged and a foreign file are said to be none, and nothing changes', async () => {
  const { ana } = await seated(town, 'ana');
  const before = await visionOf(ana.page);
  await shared(ana.page);
  const copy = await savedCopy(ana.page);
  const bytes = await readFile(copy);
  bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 64);
  const damaged = path(town.data, 'damaged.tablee');
  await writeFile(damaged, bytes);
  const foreign = path(town.data, 'photo.tablee');
  await writeFile(foreign, Buffer.from('GIF89a, not a board'));
  await ana.page.goto(town.url);
  await ana.page.getByRole('heading', { name: 'Mes partenariats' }).waitFor();
  for (const file of [damaged, foreign]) {
    await openFile(ana.page, file);
    await notice(ana.page, 'Ce fichier n’est pas un plateau Tablée. Choisissez un fichier .tablee.');
    await ana.page.reload();
    await ana.page.getByRole('listitem').getByRole('link').waitFor();
    assert.equal(await ana.page.getByRole('listitem').getByRole('link').count(), 1);
  }
  await ana.page.getByRole('listitem').getByRole('link').click();
  await shows(statement(ana.page), before);
  await shared(ana.page);
  untroubled(ana);
});

/** Lets the tab's worker find no room for another row, as past its quota, or room again. */
function full(page, is) {
  return page.workers()[0].evaluate((isFull) => {
    const rows = IDBObjectStore.prototype;
    self.putsAsEver ??= rows.put;
    rows.put = isFull ? () => { throw new DOMException('no room', 'QuotaExceededError'); } : self.putsAsEver;
  }, is);
}

test('a device without room says so, offers a copy, and goes on sharing', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await shared(ana.page);
  await full(ana.page, true);
  await typeAt(statement(ana.page), before.length, ' Sans mémoire.');
  const alert = ana.page.getByRole('alert').filter({ hasText: 'L’appareil n’a plus de place. Enregistrez une copie avant de continuer.' });
  await alert.waitFor();
  await ana.page.getByRole('button', { name: /Non enregistré/ }).waitFor();
  const [download] = await Promise.all([
    ana.page.waitForEvent('download'),
    alert.getByRole('button', { name: 'Enregistrer une copie' }).click(),
  ]);
  assert.ok((await readFile(await download.path())).length > 1_000);
  // The table may have it all the same: it is the safest place now.
  await shows(statement(binta.page), `${before} Sans mémoire.`);
  await full(ana.page, false);
  await shared(ana.page);
  await alert.waitFor({ state: 'detached' });
  untroubled(ana, binta);
});
