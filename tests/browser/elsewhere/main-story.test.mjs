// The main story in browsers that are not Chromium: one opens the board by a link, writes with somebody,
// goes through the plan, loses the network, comes back. `cargo xtask browsers` runs it.
import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { join, shared, shows, statement, typeAt, until, untroubled, visionOf } from '../verbs.mjs';
import { firefox, webkit } from './drivers.mjs';
import { person } from './person.mjs';

const STATEMENT = 'Énoncé de la vision';
const SECTIONS = [['Résultats', '.node-card'], ['Rôles', '[role=gridcell]'], ['Contexte', '.map-grid'], ['Vision', 'textarea']];

/** By how many pixels the page is larger than its window. */
const excess = () => {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  return [scrollWidth - clientWidth, scrollHeight - clientHeight];
};

/** How a word of the glossary is marked in a text. */
const underline = () => {
  const { textDecorationLine, textDecorationStyle } = getComputedStyle(document.querySelector('.term-word'));
  return `${textDecorationLine} ${textDecorationStyle}`;
};

let town;
let driver;
beforeEach(async () => { town = await openTown(); });
afterEach(async () => {
  // What it looked like, where whoever reads the failure asks for it.
  if (process.env.TABLEE_PICTURES && driver) {
    await writeFile(`${process.env.TABLEE_PICTURES}/${driver.name.replaceAll(/\W/g, '-')}.png`, await driver.picture(), 'base64').catch(() => {});
  }
  await driver?.close();
  driver = undefined;
  await town.close();
});
after(leaveTown);

async function mainStory(open) {
  driver = await open();
  const sena = person(driver);
  const binta = await arrive(town);
  await join(binta, town.links.partner[1], 'Binta');
  const before = await visionOf(binta.page);

  await driver.goto(town.links.secretariat[0]);
  // WebKitGTK speaks the system's language, which need not be installed.
  await sena.press('FR');
  await sena.begin('Votre prénom');
  await sena.type('Séna');
  await sena.press('Prendre place');
  await sena.goTo('Vision');
  await sena.shows(STATEMENT, before);

  // Words go both ways, and the pill says what is true.
  await sena.begin(STATEMENT);
  await sena.type('Ensemble : ');
  await shows(statement(binta.page), `Ensemble : ${before}`);
  await sena.says(/Enregistré ici.*Partagé avec la table/);
  await typeAt(statement(binta.page), `Ensemble : ${before}`.length, ' Dès demain.');
  await sena.shows(STATEMENT, `Ensemble : ${before} Dès demain.`);

  for (const [section, shown] of SECTIONS) {
    await sena.goTo(section);
    await sena.wait(shown);
    // Sections scroll, the page never: where scroll bars take room there would be two of them.
    assert.deepEqual(await driver.ask(excess), [0, 0], section);
  }
  assert.equal(await driver.ask(underline), 'underline dotted');

  // Without the table she goes on, and leaves and comes back.
  await driver.ask(() => navigator.serviceWorker.ready.then(() => true));
  await town.kill();
  await sena.begin(STATEMENT);
  await sena.type('Sans réseau. ');
  await sena.says(/enregistré sur cet appareil.*à synchroniser/);
  // Neither browser has promised to keep what is only here: Firefox asks people, WebKitGTK has no such promise.
  await until('the word about storage', async () => (await sena.notices()).some((words) => words.startsWith('Ce navigateur peut effacer')));
  await driver.reload();
  await sena.shows(STATEMENT, `Sans réseau. Ensemble : ${before} Dès demain.`);
  await sena.says(/enregistré sur cet appareil.*à synchroniser/);

  await town.start();
  await sena.says(/Enregistré ici.*Partagé avec la table/);
  await shows(statement(binta.page), `Sans réseau. Ensemble : ${before} Dès demain.`);
  await shared(binta.page);
  untroubled(binta);
  assert.deepEqual(driver.trouble(), []);
}

test('the main story in Firefox', () => mainStory(firefox));

test('the main story in WebKitGTK', () => mainStory(webkit));
