// Everybody can use it: no known barrier in any view, by keyboard alone, and enlarged four times.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { join, shows, statement, untroubled } from '../verbs.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// Experimental in axe-core, and blind to what is drawn: cells of a matrix and badges show letters, and are named in words.
const NOT_RULED = { 'label-content-name-mismatch': { enabled: false } };
// Marks on lines of the network lie where the lines do; the list has the same relations (WCAG 2.5.8, equivalent).
const EQUIVALENT = { 'target-size': '.tie-mark' };

/** Every page of a board, by its address within it. */
const PAGES = [
  'vision', 'vision/langue-commune', 'chain', 'chain/liste', 'roles', 'context', 'context/reseau', 'context/liste',
  'context/tendances', 'about', 'membres',
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

for (const [width, height, schemes] of [[1440, 900, ['light', 'dark']], [1024, 768, ['light']]]) {
  for (const colorScheme of schemes) {
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
