// What partners read together: terms where they are used, other languages, a view that holds still, a
// place in the network.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import { goTo, seated, shared, shows, statement, typeAt, untroubled, until, visionOf } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('a term is underlined where it is used, with what the table agreed under the pointer and the caret', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await goTo(ana.page, 'Vision');
  await ana.page.getByRole('link', { name: /termes?/ }).click();
  await ana.page.getByRole('button', { name: /^Ajouter un terme/ }).first().click();
  await ana.page.getByRole('textbox', { name: /^Terme/ }).first().fill('rive propre');
  await ana.page.getByRole('textbox', { name: /définition/i }).first().fill('Sans un déchet visible à marée basse.');
  await shared(ana.page);
  const { page } = binta;
  await visionOf(page);
  await typeAt(statement(page), 0, 'Pour une rive propre. ');
  const word = page.locator('.statement .term-word').first();
  await word.waitFor();
  const box = await word.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator('.term-note', { hasText: 'Sans un déchet visible' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.term-note').waitFor({ state: 'detached' });
  // By keys: the caret walks into the term.
  await page.keyboard.press('Control+Home');
  for (let n = 0; n < 11; n += 1) await page.keyboard.press('ArrowRight');
  await page.locator('.term-note', { hasText: 'Sans un déchet visible' }).waitFor();
  untroubled(ana, binta);
});

test('a card is written in German beside the French, and the German reader reads it', async () => {
  const { ana } = await seated(town, 'ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  await page.locator('[data-card]').first().click();
  await page.locator('.translations > summary').click();
  const german = page.getByRole('textbox', { name: /^Allemand/ }).first();
  await german.fill('Werkstatt am Ufer');
  await shared(page);
  await page.evaluate(() => localStorage.setItem('tablee.lang', 'de'));
  await page.reload();
  await page.locator('[data-card][aria-label^="Werkstatt am Ufer"]').first().waitFor();
  untroubled(ana);
});

test('a view that holds still shows what others did once its person goes on', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await ana.page.getByRole('banner').getByRole('button', { name: /actions|partenariat/i }).first().click();
  await ana.page.getByRole('menuitem', { name: 'Figer ma vue' }).click();
  await typeAt(statement(binta.page), 0, 'Encore : ');
  await ana.page.getByText(/Votre vue est figée. [1-9]/).waitFor();
  assert.equal(await statement(ana.page).inputValue(), before);
  await ana.page.getByRole('button', { name: 'Reprendre le fil' }).click();
  await shows(statement(ana.page), `Encore : ${before}`);
  untroubled(ana, binta);
});

test('somebody outside the table is pinned in the network, and stands there for everybody', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  for (const { page } of [ana, binta]) {
    await goTo(page, 'Contexte');
    await page.getByRole('button', { name: 'Réseau', exact: true }).click();
    await page.locator('.dot.outside').first().waitFor();
  }
  const name = await ana.page.locator('.dot.outside').first().getAttribute('aria-label');
  const dot = (page) => page.locator(`.dot[aria-label="${name}"]`);
  const from = await dot(ana.page).boundingBox();
  await ana.page.mouse.move(from.x + 10, from.y + 10);
  await ana.page.mouse.down();
  await ana.page.mouse.move(from.x + 60, from.y + 50, { steps: 6 });
  await ana.page.mouse.up();
  const moved = async (page) => {
    const now = await dot(page).boundingBox();
    return Math.abs(now.x - from.x - 50) < 8 && Math.abs(now.y - from.y - 40) < 8;
  };
  await until('the pin here', () => moved(ana.page));
  await until('the pin there', () => moved(binta.page));
  untroubled(ana, binta);
});
