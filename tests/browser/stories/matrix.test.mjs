// The role matrix at the speed of a spreadsheet: blocks, copies, pasted tables, rows that move.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import { goTo, paste, seated, shared, untroubled, until } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

/** The letters of a row, by its title. */
const letters = async (page, title) => read(page.locator('.matrix tbody tr', { hasText: title }).locator('[role=gridcell]'));
const read = async (found) => (await found.allTextContents()).map((letter) => letter.trim());
const cells = (page, row) => page.locator('.matrix tbody tr:has([role=gridcell])').nth(row).locator('[role=gridcell]');
const row = (page, at) => read(cells(page, at));

async function matrixOf(page) {
  await goTo(page, 'Rôles');
  await cells(page, 0).first().waitFor();
}

test('a block of cells is filled by one letter, and a row is copied onto another', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await Promise.all([matrixOf(ana.page), matrixOf(binta.page)]);
  const { page } = ana;
  await cells(page, 0).first().focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('i');
  for (const who of [ana, binta]) {
    await until('four letters', async () => [...(await row(who.page, 0)).slice(0, 2), ...(await row(who.page, 1)).slice(0, 2)].join('') === 'IIII');
  }
  // The whole first row, letter by letter, onto the third.
  await page.keyboard.press('Control+Home');
  const text = await page.evaluate(() => {
    const data = new DataTransfer();
    document.activeElement.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData('text/plain');
  });
  const first = await row(page, 0);
  assert.equal(text, first.map((letter) => (letter === '·' ? '' : letter)).join('\t'));
  await cells(page, 2).nth(3).focus();
  await paste(page, text);
  await until('the same row twice', async () => (await row(binta.page, 2)).join() === first.join());
  await page.keyboard.press('Control+z');
  await until('taken back as one', async () => (await row(binta.page, 2)).join() !== first.join());
  untroubled(ana, binta);
});

test('a table from a spreadsheet is shown first, and adds its rows at once', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await Promise.all([matrixOf(ana.page), matrixOf(binta.page)]);
  const { page } = ana;
  const [one, two] = await page.locator('.matrix thead th .org').allTextContents();
  await paste(page, `Tâche\t${two}\tBanque du lac\t${one}\nNettoyer la plage du nord\tR\tC\tA`);
  const dialog = page.getByRole('dialog', { name: 'Des lignes à partir d’un tableur' });
  await dialog.getByText('Pas à la table : Banque du lac').waitFor();
  await dialog.getByRole('button', { name: 'Ajouter 1 ligne' }).click();
  for (const who of [ana, binta]) {
    await until('the row with its letters', async () => (await letters(who.page, 'Nettoyer la plage du nord')).slice(0, 2).join('') === 'AR');
  }
  untroubled(ana, binta);
});

test('a row is dragged by its handle below another, and both see it there', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await Promise.all([matrixOf(ana.page), matrixOf(binta.page)]);
  const { page } = ana;
  const titles = (who) => who.page.locator('.matrix tbody .matrix-title').allTextContents();
  const [first, second] = await titles(ana);
  const handle = await page.locator('.row-handle').first().boundingBox();
  const target = await page.locator('.matrix tbody tr', { hasText: second }).boundingBox();
  await page.mouse.move(handle.x + 8, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + 8, target.y + target.height - 6, { steps: 8 });
  await page.mouse.up();
  for (const who of [ana, binta]) {
    await until('the rows the other way round', async () => (await titles(who)).slice(0, 2).join() === [second, first].join());
  }
  await shared(page);
  untroubled(ana, binta);
});
