// A moderated session from its agenda to its minutes.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { after, afterEach, beforeEach, test } from 'node:test';
import { bar, inBar, note, prepare, sessions } from '../sessions.mjs';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  addCard, goTo, join, seated, secretary, shared, untroubled, until,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const item = (page) => bar(page).locator('.session-item b');
const seconds = async (page) => {
  const face = await bar(page).getByRole('timer').locator('b').textContent();
  const [, over, minutes, rest] = face.match(/^(\+?)(\d+):(\d+)$/);
  return (over ? -1 : 1) * (Number(minutes) * 60 + Number(rest));
};

/** The items of the agenda, in order. */
const agenda = (page) => page.locator('.agenda-item').evaluateAll((rows) => rows.map((row) => row.querySelector('textarea').value));

test('a session goes from its agenda to its minutes, over an outage and a handover', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await sessions(sena.page);
  await prepare(sena.page, 'Comité d’octobre', [['Accueil', 5], ['Divers', 10], ['Usage quotidien', 20]]);
  // The order is changed with the keyboard.
  await sena.page.getByRole('textbox', { name: 'Point' }).nth(2).press('Alt+ArrowUp');
  await until('the agenda to be in order', async () => (await agenda(sena.page)).join() === 'Accueil,Usage quotidien,Divers');
  // What is talked about is a question of the log.
  const deciding = sena.page.locator('.agenda-item').nth(1);
  await deciding.getByLabel('Nature du point').selectOption({ label: 'Décision' });
  await deciding.getByLabel('Décision du journal').selectOption({ label: 'Répartir les quartiers avec « Villes propres »' });
  await deciding.getByRole('link', { name: /Répartir les quartiers/ }).waitFor();
  await sena.page.getByRole('checkbox', { name: /temps de parole/ }).check();
  await sena.page.getByRole('button', { name: 'Commencer la séance' }).click();

  // Everybody sees the same item and the same time, wherever they are.
  await goTo(ana.page, 'Rôles');
  for (const person of [sena, ana, binta]) await until('the first item', async () => (await item(person.page).textContent()) === 'Accueil');
  const faces = await Promise.all([sena, ana, binta].map((person) => seconds(person.page)));
  assert.ok(Math.max(...faces) - Math.min(...faces) <= 2, faces.join());
  assert.equal(await inBar(ana.page, /pause/).count(), 0);

  // Who has not spoken comes first, whenever hands were raised.
  await ana.page.keyboard.press('m');
  await inBar(sena.page, 'Donner à').first().waitFor();
  await inBar(sena.page, /^Donner à Ana/).click();
  await bar(binta.page).getByText('Ana', { exact: true }).waitFor();
  await until('Ana’s hand to be down', async () => (await inBar(ana.page, 'Lever la main').getAttribute('aria-pressed')) === 'false');
  await inBar(sena.page, 'Reprendre la parole').click();
  await ana.page.keyboard.press('m');
  await inBar(sena.page, /^Donner à Ana/).waitFor();
  await binta.page.keyboard.press('m');
  await inBar(sena.page, /^Donner à Binta/).click();
  await bar(ana.page).getByText('Binta', { exact: true }).waitFor();

  // The moderator shows a part of the plan; who scrolls looks for themselves and can come back.
  await inBar(ana.page, /Quitter|Reprendre/).waitFor();
  if (await inBar(ana.page, 'Reprendre').count()) await inBar(ana.page, 'Reprendre').click();
  await goTo(sena.page, 'Résultats');
  await ana.page.waitForURL(/\/chain/);
  await ana.page.mouse.move(700, 500);
  await ana.page.mouse.wheel(0, 120);
  await inBar(ana.page, 'Reprendre').waitFor();
  await goTo(sena.page, 'Contexte');
  await bar(ana.page).getByText('Vous regardez par vous-même').waitFor();
  assert.match(ana.page.url(), /\/chain/);
  await inBar(ana.page, 'Reprendre').click();
  await ana.page.waitForURL(/\/context/);

  // The plan changes, and what comes of it is noted in place.
  await goTo(sena.page, 'Résultats');
  await addCard(sena.page, 'Produits', 'Essais à domicile');
  await inBar(sena.page, 'Point suivant').click();
  await until('the second item', async () => (await item(binta.page).textContent()) === 'Usage quotidien');
  await note(sena.page, 'Décidé', 'Un essai de 7 jours à domicile.');
  await note(sena.page, 'À faire', 'Dater la norme', { fill: (dialog) => dialog.getByRole('combobox').selectOption({ index: 1 }) });
  await note(sena.page, 'Au parking', 'Prix des granulés');

  // Five minutes more; the space bar pauses while the bar has the focus.
  const before = await seconds(sena.page);
  await inBar(sena.page, /5 minutes/).click();
  await until('five minutes more', async () => (await seconds(binta.page)) > before + 290);
  await bar(sena.page).getByRole('timer').focus();
  await sena.page.keyboard.press('Space');
  await bar(binta.page).getByText('en pause').waitFor();
  const paused = await seconds(binta.page);

  // Without the moderator's network the session stands as it was; another takes over.
  const other = await secretary(town, sena.board, 'Tomás');
  await bar(other.page).getByText('Binta', { exact: true }).waitFor();
  await shared(sena.page);
  await sena.goOffline();
  await sena.page.keyboard.press('Space');
  await bar(sena.page).getByText(/^sur /).waitFor();
  // What Tomás does next comes after: of two acts of one second, neither is the later.
  const resumed = await seconds(sena.page);
  await until('a second to pass', async () => (await seconds(sena.page)) < resumed);
  assert.equal(await seconds(binta.page), paused);
  await until('the item at Tomás’s', async () => (await item(other.page).textContent()) === 'Usage quotidien');
  await inBar(other.page, 'Reprendre l’animation').click();
  await inBar(other.page, 'Point suivant').click();
  await until('the third item', async () => (await item(ana.page).textContent()) === 'Divers');
  await sena.goOnline();
  await shared(sena.page);
  await until('the third item at Séna’s', async () => (await item(sena.page).textContent()) === 'Divers');
  assert.equal(await inBar(sena.page, 'Point suivant').count(), 0);

  // Closing blocks nothing and names what is missing.
  await bar(other.page).getByRole('link', { name: 'Clore la séance' }).click();
  const missing = other.page.locator('.checks .gap-words');
  await missing.filter({ hasText: '1 action sans date' }).waitFor();
  await other.page.getByRole('button', { name: 'Clore et partager' }).click();

  // The minutes are everybody's, and stay.
  await until('the bar to go', async () => (await bar(binta.page).count()) === 0);
  await sessions(binta.page);
  await binta.page.getByRole('link', { name: /Comité d’octobre/ }).click();
  const minutes = binta.page.getByRole('main');
  for (const words of ['Un essai de 7 jours à domicile.', 'Dater la norme', 'Prix des granulés', 'Essais à domicile']) {
    await minutes.getByText(words).first().waitFor();
  }
  await minutes.getByText('Sans date').waitFor();
  await minutes.getByRole('link', { name: /Répartir les quartiers/ }).waitFor();
  await minutes.getByRole('heading', { name: /Temps de parole/ }).waitFor();
  const [file] = await Promise.all([
    binta.page.waitForEvent('download'),
    minutes.getByRole('button', { name: /Markdown/ }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  assert.match(text, /^# Compte rendu\s: Comité d’octobre/);
  assert.match(text, /Essais à domicile\s» \(ajouté\)/);
  assert.ok(!/Séna|\bAna\b|Binta|Tomás/.test(text), text);
  untroubled(sena, ana, binta, other);
});

test('on a phone the bar has the item, the time, the floor and the hand', async () => {
  const { sena } = await seated(town, 'sena');
  await sessions(sena.page);
  await prepare(sena.page, 'Point de suivi', [['Tour de table', 10]]);
  await sena.page.getByRole('button', { name: 'Commencer la séance' }).click();
  const ana = await arrive(town, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await join(ana, town.links.partner[0], 'Ana');
  await until('the item', async () => (await item(ana.page).textContent()) === 'Tour de table');
  const box = await bar(ana.page).boundingBox();
  assert.ok(box.width <= 390 && box.height < 240, JSON.stringify(box));
  const hand = inBar(ana.page, 'Lever la main');
  assert.ok((await hand.boundingBox()).height >= 44);
  await hand.tap();
  await inBar(sena.page, /^Donner à Ana/).click();
  await bar(ana.page).getByText('Ana', { exact: true }).waitFor();
  assert.ok(await ana.page.evaluate(() => document.documentElement.scrollWidth <= 390));
  untroubled(sena, ana);
});
