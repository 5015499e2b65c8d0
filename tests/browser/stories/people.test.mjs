// Who comes to the table and how: invitations, the waiting room, a way back, a name erased.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import jsqr from 'jsqr';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  choose, invited, invitedAll, join, onTheServer, seated, shared, shows, statement, typeAt, until, untroubled, visionOf, waiting,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const members = (page) => choose(page, /^Partenariat/, 'Membres');

/** The first organisation at the table that the select offers. */
const FIRST = 1;

/** Asks to come in by a link that leads to the waiting room. */
async function knock(person, link, name, words = { first: 'Votre prénom', ask: 'Demander à entrer' }) {
  await person.page.goto(link);
  await person.page.getByLabel(words.first).fill(name);
  await person.page.getByRole('button', { name: words.ask }).click();
}

/** What a phone's camera reads off a drawing on the screen. */
async function scanned(drawing) {
  const png = (await drawing.screenshot()).toString('base64');
  const page = await drawing.page().context().newPage();
  const { width, height, pixels } = await page.evaluate(async (bytes) => {
    const image = new Image();
    image.src = `data:image/png;base64,${bytes}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    return { width: image.width, height: image.height, pixels: Array.from(data) };
  }, png);
  await page.close();
  return jsqr(Uint8ClampedArray.from(pixels), width, height)?.data;
}

/** Whether any row that this device keeps holds a word. */
function keeps(page, word) {
  return page.evaluate(async (sought) => {
    const text = (value) => (value instanceof Uint8Array || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : JSON.stringify(value));
    for (const { name } of await indexedDB.databases()) {
      const open = indexedDB.open(name);
      await new Promise((opened) => { open.onsuccess = opened; });
      for (const store of open.result.objectStoreNames) {
        const rows = open.result.transaction(store).objectStore(store).getAll();
        await new Promise((read) => { rows.onsuccess = read; });
        if (rows.result.some((row) => text(row).includes(sought))) return true;
      }
      open.result.close();
    }
    return false;
  }, word);
}

const api = (person, method, path, data) => person.page.request.fetch(`${town.url}/api/boards/${person.board}/${path}`, { method, data, headers: { Origin: town.url } });

async function memberNamed(person, name) {
  return (await (await api(person, 'GET', 'members')).json()).find((card) => card.name === name);
}

test('an invitation is a link, a code to scan that equals it, and a text in three languages', async () => {
  const { sena } = await seated(town, 'sena');
  await members(sena.page);
  const link = await invited(sena.page, { organisation: { index: FIRST } });
  const code = sena.page.getByRole('img', { name: 'Code QR du lien d’invitation' });
  assert.equal(await scanned(code), link);
  const text = sena.page.getByLabel('Texte à envoyer');
  for (const [lang, words] of [['FR', 'a une place à la table'], ['DE', 'hat einen Platz am Tisch'], ['EN', 'has a place at the table']]) {
    await sena.page.getByRole('group', { name: 'Langue du texte' }).getByRole('button', { name: lang }).click();
    assert.ok((await shows(text, (shown) => shown.includes(words))).includes(link));
  }
  await sena.page.getByRole('button', { name: 'Projeter le code' }).click();
  const projected = sena.page.getByRole('dialog', { name: 'Projeter le code' }).getByRole('img');
  assert.equal(await scanned(projected), link);
  await sena.page.keyboard.press('Escape');
  await invitedAll(sena.page);
  const jonas = await arrive(town);
  await join(jonas, link, 'Jonas');
  await sena.page.getByRole('button', { name: /Jonas/ }).first().waitFor();
  untroubled(sena, jonas);
});

test('somebody waits at the door, sees nothing, is admitted and then is at the table', async () => {
  const { sena } = await seated(town, 'sena');
  await members(sena.page);
  const room = sena.page.getByRole('region', { name: 'Salle d’attente' });
  const link = await invited(sena.page, { organisation: { index: FIRST }, admission: true });
  await invitedAll(sena.page);
  assert.equal(await room.count(), 0);
  await sena.page.getByRole('button', { name: 'Nouveau lien' }).focus();

  const jonas = await arrive(town);
  await knock(jonas, link, 'Jonas');
  await jonas.page.getByRole('status').filter({ hasText: 'Le Secrétariat est prévenu.' }).waitFor();
  for (const path of ['export', 'members', 'document']) {
    assert.equal((await jonas.page.request.get(`${town.url}/api/boards/${sena.board}/${path}`)).status(), 404);
  }
  assert.deepEqual(await (await jonas.page.request.get(`${town.url}/api/me`)).json(), []);

  // Said politely, with the focus where it was.
  await room.getByText('Jonas').waitFor();
  await sena.page.getByRole('status').filter({ hasText: 'Quelqu’un attend.' }).waitFor();
  assert.ok(await sena.page.getByRole('button', { name: 'Nouveau lien' }).evaluate((button) => button === document.activeElement));

  // Waiting outlasts a reload, and the home page says so.
  await jonas.page.reload();
  await jonas.page.getByText('Le Secrétariat est prévenu.').waitFor();
  await jonas.page.goto(town.url);
  await jonas.page.getByRole('link', { name: 'Voir où en est ma demande' }).click();
  await jonas.page.getByText('Le Secrétariat est prévenu.').waitFor();

  await room.getByRole('button', { name: 'Admettre Jonas' }).click();
  await jonas.page.waitForURL(/\/b\//);
  await shared(jonas.page);
  await shows(statement(jonas.page), (text) => text.length > 20);
  await room.waitFor({ state: 'detached' });
  untroubled(sena, jonas);
});

test('somebody is not admitted, learns why, and never saw the board', async () => {
  const { sena, binta } = await seated(town, 'sena', 'binta');
  await members(sena.page);
  await members(binta.page);
  const link = await invited(sena.page, { organisation: { index: FIRST }, admission: true });
  await invitedAll(sena.page);
  const jonas = await arrive(town, { width: 390, height: 844 });
  await knock(jonas, link, 'Jonas');
  const room = sena.page.getByRole('region', { name: 'Salle d’attente' });
  await room.getByRole('button', { name: /^Refuser l’entrée.*Jonas/ }).click();
  const dialog = sena.page.getByRole('dialog', { name: /^Refuser l’entrée/ });
  await dialog.getByRole('button', { name: 'Refuser', exact: true }).click();
  await dialog.getByRole('alert').filter({ hasText: 'Une raison est demandée.' }).waitFor();
  await dialog.getByLabel('Raison').fill('La séance est close, revenez mardi.');
  await dialog.getByRole('button', { name: 'Refuser', exact: true }).click();
  await room.waitFor({ state: 'detached' });
  for (let time = 0; time < 2; time += 1) {
    await jonas.page.getByRole('alert').filter({ hasText: 'La séance est close, revenez mardi.' }).waitFor();
    await jonas.page.reload();
  }
  assert.ok(!await keeps(jonas.page, sena.board));
  // A partner sees nothing of the door.
  assert.equal(await binta.page.getByRole('region', { name: 'Salle d’attente' }).count(), 0);
  assert.equal((await api(binta, 'GET', 'waiting')).status(), 403);
  untroubled(sena, binta, jonas);
});

test('the waiting room in German and on a phone', async () => {
  const sena = await arrive(town, { lang: 'de-DE', width: 390, height: 844 });
  await sena.page.goto(town.links.secretariat[0]);
  await sena.page.getByLabel('Ihr Vorname').fill('Séna');
  await sena.page.getByRole('button', { name: 'Platz nehmen' }).click();
  await sena.page.waitForURL(/\/b\//);
  sena.board = sena.page.url().match(/\/b\/([^/]+)/)[1];
  const asked = { role: 'observer', organisation: null, organisation_name: '', uses: 1, days: 7, admission: true };
  const { path } = await (await api(sena, 'POST', 'invitations', asked)).json();
  const jonas = await arrive(town, { lang: 'de-DE', width: 390, height: 844 });
  await knock(jonas, `${town.url}${path}`, 'Jonas', { first: 'Ihr Vorname', ask: 'Um Einlass bitten' });
  await jonas.page.getByText('Das Sekretariat weiß Bescheid.').waitFor();
  await sena.page.getByRole('link', { name: '1 Person wartet an der Tür' }).click();
  const room = sena.page.getByRole('region', { name: 'Warteraum' });
  await room.getByText('Niemand sieht das Board vor der Zulassung.').waitFor();
  for (const { page } of [sena, jonas]) {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  }
  await room.getByRole('button', { name: 'Jonas zulassen' }).click();
  await jonas.page.waitForURL(/\/b\//);
  untroubled(sena, jonas);
});

test('a role changed while somebody was away loses nothing of what they wrote', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await shared(ana.page);
  await ana.goOffline();
  await typeAt(statement(ana.page), 0, 'Du train : ');
  await waiting(ana.page);

  await members(sena.page);
  await sena.page.getByRole('button', { name: /Ana/ }).first().click();
  await sena.page.getByRole('radio', { name: /^Observation/ }).check();
  await until('the role to be another', async () => (await memberNamed(sena, 'Ana')).role === 'observer');

  await ana.goOnline();
  const banner = ana.page.getByRole('status').filter({ has: ana.page.getByRole('button', { name: /Enregistrer/ }) });
  await banner.first().waitFor();
  const [download] = await Promise.all([
    ana.page.waitForEvent('download'),
    banner.getByRole('button', { name: /Enregistrer/ }).click(),
  ]);
  assert.ok((await download.path()).length > 0);
  assert.equal(await statement(binta.page).inputValue(), before);
  assert.ok(!JSON.stringify(await onTheServer(binta)).includes('Du train'));
  untroubled(sena, ana, binta);
});

test('refused work is handed to the secretariat, who reads it and takes it in', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await shared(ana.page);
  await ana.goOffline();
  await typeAt(statement(ana.page), 0, 'Du train : ');
  await waiting(ana.page);
  const { member } = await memberNamed(sena, 'Ana');
  assert.ok((await api(sena, 'PATCH', `members/${member}`, { role: 'observer', organisation: null, name: null, function: null })).ok());
  // Meanwhile the text goes on.
  await typeAt(statement(binta.page), before.length, ' Et à pied.');
  await shared(binta.page);

  await ana.goOnline();
  await ana.page.getByRole('button', { name: 'Remettre au Secrétariat' }).click();
  await ana.page.getByText('Votre travail est chez le Secrétariat.').first().waitFor();
  await ana.page.getByRole('button', { name: 'Remettre au Secrétariat' }).waitFor({ state: 'detached' });

  await sena.page.getByRole('link', { name: '1 travail remis' }).click();
  const handed = sena.page.getByRole('region', { name: 'Travail remis' });
  await handed.getByText(/^Ana, /).waitFor();
  await handed.getByRole('insertion').filter({ hasText: 'Du train' }).waitFor();
  await handed.getByRole('button', { name: 'Reprendre dans le plateau' }).click();
  await handed.waitFor({ state: 'detached' });
  await shows(statement(binta.page), `Du train : ${before} Et à pied.`);
  await shared(sena.page);
  untroubled(sena, ana, binta);
});

test('a member who lost their device comes back as themselves', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  const before = await visionOf(ana.page);
  await shared(ana.page);
  const { member } = await memberNamed(sena, 'Ana');
  await ana.close();

  await members(sena.page);
  await sena.page.getByRole('button', { name: /Ana/ }).first().click();
  await sena.page.getByRole('button', { name: 'Créer un lien de retour' }).click();
  const link = await sena.page.getByLabel('Lien de retour').inputValue();
  assert.equal(await scanned(sena.page.getByRole('img', { name: 'Code QR du lien d’invitation' })), link);

  const phone = await arrive(town, { width: 390, height: 844 });
  await phone.page.goto(link);
  await phone.page.getByText('Vous revenez en tant que Ana').waitFor();
  await phone.page.getByRole('button', { name: 'Reprendre ma place' }).click();
  await phone.page.waitForURL(/\/b\//);
  await typeAt(statement(phone.page), before.length, ' De retour.');
  await shared(phone.page);
  const mine = await (await phone.page.request.get(`${town.url}/api/me`)).json();
  assert.deepEqual(mine.map((place) => [place.member, place.name]), [[member, 'Ana']]);
  const list = await (await api(sena, 'GET', 'members')).json();
  assert.equal(list.filter((card) => card.name === 'Ana').length, 1);
  // Nobody else comes in by it.
  const stranger = await arrive(town);
  await stranger.page.goto(link);
  await stranger.page.getByRole('alert').filter({ hasText: 'Ce lien n’est plus valable.' }).waitFor();
  untroubled(sena, phone, stranger);
});

test('an erased name is gone everywhere, also from a device that was offline', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  for (const { page } of [sena, binta]) await members(page);
  await binta.page.getByRole('button', { name: /Ana/ }).first().waitFor();
  await until('the name to be kept', () => keeps(binta.page, '"Ana"'));
  await binta.goOffline();

  await sena.page.getByRole('button', { name: /Ana/ }).first().click();
  await sena.page.getByRole('button', { name: 'Effacer le nom' }).click();
  const dialog = sena.page.getByRole('dialog', { name: 'Effacer le nom' });
  const words = await dialog.getByText(/devient/).innerText();
  const [, member] = words.match(/«\sAna\s» devient «\s(Membre d[e’].+?)\s» partout/);
  await dialog.getByRole('button', { name: 'Effacer le nom' }).click();
  await sena.page.getByRole('button', { name: new RegExp(member) }).first().waitFor();
  // Whoever is connected is told at once, on the page that is open.
  await members(ana.page);
  await until('the name to be gone from their own device', async () => !await keeps(ana.page, '"Ana"'));

  await binta.page.getByRole('button', { name: /Ana/ }).first().waitFor();
  await binta.goOnline();
  await binta.page.getByRole('button', { name: new RegExp(member) }).first().waitFor();
  await until('the name to be gone from the device', async () => !await keeps(binta.page, '"Ana"'));
  assert.equal(await binta.page.getByText('Ana', { exact: true }).count(), 0);
  untroubled(sena, ana, binta);
});
