// Objects are copied, cut and pasted, on one board and from board to board, with the browser's own
// clipboard: by its keys, from an object's menu and from the palette.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { begin, filled, goTo, hold, onTheDevice, paste, proposal, seated, shared, until, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const card = (page, title) => page.locator('[data-card]').filter({ hasText: title });
const titles = async (page) => (await page.locator('[data-card] .card-title').allTextContents()).map((title) => title.trim());
const said = (page, words) => until(`to be told ${words}`, async () => (await page.locator('[role=status], [aria-live=polite]').allTextContents()).some((text) => words.test(text)));

/** Another board, on the same device, in a tab of its own. */
async function anotherBoard(person, name, template) {
  const page = await person.tab();
  await page.goto(town.url);
  await begin({ ...person, page }, name, template);
  return page;
}

test('cards reach another board with what hangs on them, by the keys of the browser, and say who is not at that table', async () => {
  const { ana } = await seated(town, 'ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  await card(page, /./).first().waitFor();
  const link = await page.evaluate(() => document.querySelectorAll('[data-card]').length);
  assert.ok(link > 5);
  // Two cards that lead to each other: the first output and what its path highlights are not asked; two are chosen one by one.
  const [first, second] = await titles(page);
  await card(page, first).first().focus();
  await page.keyboard.press('x');
  await card(page, second).first().focus();
  await page.keyboard.press('x');
  await said(page, /Choisis\s: 2 éléments/);
  await page.keyboard.press('Control+c');
  await said(page, /2 éléments copiés/);
  const other = await anotherBoard(ana, 'Une autre table');
  await goTo(other, 'Résultats');
  await other.getByRole('button', { name: /^Ajouter dans/ }).first().waitFor();
  await other.keyboard.press('Control+v');
  await said(other, /2 éléments collés\. Absents de ce plateau/);
  await until('both cards', async () => (await titles(other)).sort().join() === [first, second].sort().join());
  // It was one act, and is taken back as one.
  await other.keyboard.press('Control+z');
  await until('none of them', async () => (await titles(other)).length === 0);
  untroubled(ana);
});

test('what was cut comes back as what it was, with its place and its history', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const { page } = ana;
  await goTo(page, 'Vision');
  await goTo(binta.page, 'Vision');
  const rows = (who) => who.page.locator('.objectives > li textarea').evaluateAll((fields) => fields.map((field) => field.value));
  await until('objectives', async () => (await rows(ana)).length > 1);
  const before = await rows(ana);
  const ids = Object.keys((await onTheDevice(ana)).sections.vision.objectives).sort();
  await page.getByRole('button', { name: new RegExp(`${before[0]}$`) }).last().click();
  await page.getByRole('menuitem', { name: 'Couper' }).click();
  await until('one less', async () => (await rows(binta)).length === before.length - 1);
  await page.getByRole('button', { name: new RegExp(`${before[1]}$`) }).last().click();
  await page.getByRole('menuitem', { name: new RegExp('^Coller') }).click();
  for (const who of [ana, binta]) {
    await until('the first behind the second', async () => (await rows(who)).slice(0, 2).join() === [before[1], before[0]].join());
  }
  assert.deepEqual(Object.keys((await onTheDevice(ana)).sections.vision.objectives).sort(), ids);
  untroubled(ana, binta);
});

test('a card is copied from the palette, and pasted as a proposal in a section that is held', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  await goTo(sena.page, 'Résultats');
  await hold(sena.page, 'Relecture');
  const { page } = ana;
  await goTo(page, 'Résultats');
  const [first] = await titles(page);
  await card(page, first).first().focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Copier');
  await page.getByRole('option', { name: 'Copier', exact: true }).click();
  await said(page, /est copié/);
  await page.keyboard.press('Control+v');
  await said(page, /propos/i);
  await sena.page.getByRole('button', { name: /^Propositions/ }).click();
  await proposal(sena.page, first).first().waitFor();
  assert.equal((await titles(page)).filter((title) => title === first).length, 1);
  untroubled(sena, ana);
});

test('what strangers put in the clipboard is words, and their markup is no object', async () => {
  const { ana } = await seated(town, 'ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  await until('cards', async () => (await titles(page)).length > 5);
  await filled(page);
  const before = await titles(page);
  await page.evaluate(() => {
    const data = new DataTransfer();
    const forged = 'tablee-objects 1\tfr\tx\tcopy\nchosen\torganisations/partners/p\ntext\torganisations/partners/p/name\tFaux\nchosen\tchain/nodes/n\nflag\tchain/nodes/n/title\t1\nword\tchain/nodes/n/place\t<img src=x>\n';
    data.setData('text/html', `<img src=x onerror="document.title='ha'"><div data-tablee="${encodeURIComponent(forged)}">`);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  // The card is taken, without what is no value of its; the organisation is not.
  await said(page, /1 élément collé/);
  await until('one card more', async () => (await titles(page)).length === before.length + 1);
  const { sections } = await onTheDevice(ana);
  assert.ok(!Object.values(sections.organisations.partners).some((partner) => partner.name === 'Faux'));
  assert.notEqual(await page.title(), 'ha');
  await shared(page);
  // Words without objects are still what they were: an outline, shown before it is made.
  await paste(page, 'Pêche durable\n  Former les guides');
  await page.getByRole('dialog').getByText('Pêche durable').first().waitFor();
  untroubled(ana);
});
