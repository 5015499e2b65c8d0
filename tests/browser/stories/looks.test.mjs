// Every view looks as it did when somebody last looked at it. `cargo xtask snapshots --update` accepts
// how it looks now. What moves by itself (times, who is here) is fixed or left out.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { accepted, compared, takenWith } from '../pictures.mjs';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { choose, goTo, join, shared, visionOf } from '../verbs.mjs';

/** The day on which the pictures are taken, for whoever reads a calendar. */
const TODAY = new Date('2026-10-12T09:30:00Z');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** What tells the real day and its hours: changes and invitations know them from the server and the desk. */
const PASSING = '.toast, .links li > .muted, .act-list h3, .act-body > small, .timeline-days, .timeline-ends';

let town;
let differences;
beforeEach(async () => {
  town = await openTown();
  differences = [];
});
afterEach(() => town.close());
after(leaveTown);

/** Somebody whose browser knows only the fixed day. */
async function visitor(link, name) {
  const person = await arrive(town, { timezoneId: 'Europe/Paris', reducedMotion: 'reduce' });
  await person.context.clock.setFixedTime(TODAY);
  await person.context.addInitScript((passing) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${passing} { visibility: hidden !important; }`);
    document.adoptedStyleSheets = [sheet];
  }, PASSING);
  await join(person, link, name);
  await visionOf(person.page);
  await shared(person.page);
  return person;
}

/** One view, in a window of this size and these colours. */
async function look(page, name, { size = WIDE, colours = 'light' } = {}) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' });
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
  });
  const full = [name, size === PHONE && 'phone', colours === 'dark' && 'dark'].filter(Boolean).join('-');
  const difference = await compared(page, full);
  if (difference) differences.push(difference);
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}

const first = (page, selector) => page.locator(selector).first().waitFor();

test('every view looks as it did', async (t) => {
  const { page, context, board } = await visitor(town.links.secretariat[0], 'Séna');
  const version = context.browser().version();
  const before = await takenWith();
  if (before !== version && !(await accepted(version))) {
    t.skip(`the pictures were taken with Chromium ${before}, this is ${version}: \`cargo xtask snapshots --update\` takes them anew`);
    return;
  }

  await look(page, 'vision');
  await look(page, 'vision', { size: PHONE, colours: 'dark' });
  await page.getByRole('link', { name: 'Langue commune' }).first().click();
  await page.locator('.term-row').first().click();
  await first(page, '.term');
  await look(page, 'glossary');

  await goTo(page, 'Résultats');
  await first(page, '.node-card');
  await look(page, 'chain', { size: PHONE });
  await page.locator('.node-card').nth(3).click();
  await first(page, '#panel h2');
  await look(page, 'chain');
  await page.keyboard.press('Escape');

  await goTo(page, 'Rôles');
  await first(page, '[role=gridcell]');
  await look(page, 'roles');
  await look(page, 'roles', { size: PHONE });

  await goTo(page, 'Contexte');
  await first(page, '.map-grid');
  await look(page, 'context', { colours: 'dark' });
  await page.getByRole('button', { name: 'Réseau', exact: true }).click();
  await page.locator('.map-grid').waitFor({ state: 'detached' });
  await look(page, 'network');

  await goTo(page, 'Décisions');
  await first(page, 'h1, h2');
  await look(page, 'decisions');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('four');
  await look(page, 'palette');
  await page.keyboard.press('Escape');

  await choose(page, /^Partenariat/, 'Membres');
  await first(page, 'h1, h2');
  await look(page, 'members');
  await goTo(page, 'Vision');
  await page.getByRole('link', { name: 'Historique' }).click();
  await first(page, '.act');
  await look(page, 'history', { colours: 'dark' });
  await page.getByRole('button', { name: 'Revenir au présent' }).click();

  // In German, whose words are the longest.
  await page.evaluate(() => localStorage.setItem('tablee.lang', 'de'));
  await page.goto(`${town.url}/b/${board}/chain`);
  await first(page, '.node-card');
  await page.getByRole('button', { name: /Hier gespeichert.*Mit der Runde geteilt/ }).waitFor();
  await page.locator('.banner').waitFor({ state: 'detached' });
  await look(page, 'chain-german');
  await page.goto(town.url);
  await first(page, 'h1');
  await look(page, 'home-german', { size: PHONE });

  await accepted(version);
  assert.equal(differences.length, 0, `${differences.join('\n')}\n\`cargo xtask snapshots --update\` accepts how they look now`);
});
