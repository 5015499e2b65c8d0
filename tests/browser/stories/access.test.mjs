// Everybody can use it: no known barrier in any view, by keyboard alone, and enlarged four times.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { join, onTheServer, shared, shows, statement, until, untroubled } from '../verbs.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// Experimental in axe-core, and blind to what is drawn: cells of a matrix and badges show letters, and are named in words.
const NOT_RULED = { 'label-content-name-mismatch': { enabled: false } };
// Marks on lines of the network lie where the lines do; the list has the same relations (WCAG 2.5.8, equivalent).
const EQUIVALENT = { 'target-size': '.tie-mark' };

/** Every page of a board, by its address within it. */
const PAGES = [
  'vision', 'vision/langue-commune', 'chain', 'chain/liste', 'roles', 'context', 'context/reseau', 'context/liste',
  'context/tendances', 'about', 'membres', 'decisions', 'session', 'session/idees', 'historique',
];

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const drawn = (page) => page.locator('h1, h2').first().waitFor();

/** What axe-core finds on what is shown now, a line each. */
async function barriers(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(([values, rules]) => globalThis.axe.run(document, {
    runOnly: { type: 'tag', values }, rules, resultTypes: ['violations'],
  }), [WCAG, NOT_RULED]);
  return violations.flatMap(({ id, nodes }) => nodes
    .filter(({ target }) => !(EQUIVALENT[id] && target.join(' ').includes(EQUIVALENT[id])))
    .map(({ target, failureSummary }) => `${where}: ${id} at ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`));
}

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`no known barrier in any view at ${width} pixels, ${colorScheme}`, async () => {
      const sena = await arrive(town, { width, height, colorScheme, reducedMotion: 'reduce' });
      const { page } = sena;
      const found = [];
      await page.goto(town.url);
      await drawn(page);
      found.push(...await barriers(page, 'first visit'));
      await page.goto(town.links.secretariat[0]);
      await page.getByLabel('Votre prénom').waitFor();
      found.push(...await barriers(page, 'invitation'));
      await join(sena, town.links.secretariat[0], 'Séna');
      await shows(statement(page), (text) => text.length > 20);
      for (const path of PAGES) {
        await page.goto(`${town.url}/b/${sena.board}/${path}`);
        await drawn(page);
        found.push(...await barriers(page, path));
      }
      untroubled(sena);
      assert.deepEqual(found, []);
    });
  }
}

/** Goes on by Tab until something has the focus, as whoever has no mouse does. */
async function tabTo(page, wanted) {
  for (let step = 0; step < 120; step += 1) {
    if (await wanted.count() && await wanted.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`not reached by Tab: ${wanted}`);
}

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);

test('by keyboard alone: in, a sentence, a card, a link, a role, an actor, and back', async () => {
  const ana = await arrive(town);
  const { page } = ana;
  const { keyboard } = page;
  await page.goto(town.links.partner[0]);
  const name = page.getByLabel('Votre prénom');
  await name.waitFor();
  await tabTo(page, name);
  await keyboard.type('Ana');
  await keyboard.press('Enter');
  await page.waitForURL(/\/b\//);
  ana.board = page.url().match(/\/b\/([^/]+)/)[1];

  const before = await shows(statement(page), (text) => text.length > 20);
  await tabTo(page, statement(page));
  await keyboard.press('Control+End');
  await keyboard.type(' Au clavier.');
  await shows(statement(page), `${before} Au clavier.`);

  // A card, and a link from it.
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: /^Résultats/ }));
  await keyboard.press('Enter');
  const cards = page.locator('[aria-roledescription="carte"]');
  await cards.first().waitFor();
  await tabTo(page, page.locator('[aria-roledescription="carte"][tabindex="0"]'));
  await keyboard.press('n');
  await page.getByRole('textbox', { name: /^Titre du nouvel élément/ }).waitFor();
  await keyboard.type('Carte du clavier');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await cards.filter({ hasText: 'Carte du clavier' }).waitFor();
  await shared(page);
  const links = async () => Object.keys((await onTheServer(ana)).sections.chain.links).length;
  const linked = await links();
  await tabTo(page, page.locator('[aria-roledescription="carte"][tabindex="0"]'));
  await keyboard.press('l');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await until('the link to be at the table', async () => await links() === linked + 1);

  // A role.
  await keyboard.press('Escape');
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: /^Rôles/ }));
  await keyboard.press('Enter');
  const cell = page.locator('[role="gridcell"][tabindex="0"]');
  await cell.waitFor();
  await tabTo(page, cell);
  await keyboard.press('ArrowRight');
  const was = await focused(page);
  await keyboard.press('c');
  const is = await until('the cell to say another role', async () => { const now = await focused(page); return now !== was && now; });
  await keyboard.press('Control+z');
  await until('the role to be what it was', async () => await focused(page) === was);
  await keyboard.press('Control+Shift+z');
  await until('the role to be there again', async () => await focused(page) === is);

  // An actor, one step to the right.
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: /^Contexte/ }));
  await keyboard.press('Enter');
  const actor = page.locator('.map-grid [tabindex="0"]');
  await actor.first().waitFor();
  await tabTo(page, actor);
  const stood = await focused(page);
  for (let step = 0; step < 3; step += 1) await keyboard.press('Alt+Shift+ArrowRight');
  await keyboard.press('Alt+Shift+ArrowDown');
  await until('the actor to stand elsewhere', async () => await focused(page) !== stood);
  await shared(page);
  untroubled(ana);
});

test('enlarged four times nothing is wider than the window but the matrix', async () => {
  const sena = await arrive(town, { width: 320, height: 256 });
  const { page } = sena;
  await join(sena, town.links.secretariat[0], 'Séna');
  await shows(statement(page), (text) => text.length > 20);
  for (const path of PAGES) {
    await page.goto(`${town.url}/b/${sena.board}/${path}`);
    await drawn(page);
    const widths = await page.evaluate(() => ['html', 'main'].map((selector) => document.querySelector(selector).scrollWidth));
    assert.deepEqual([path, ...widths], [path, 320, 320]);
  }
  untroubled(sena);
});
