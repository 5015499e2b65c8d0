// Plain http on a meeting room’s network: nothing can be kept, and everybody is told.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  join, onTheServer, shows, statement, typeAt, untroubled, visionOf,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);


test('over plain http people work online only, are told so, and their edits reach the others', async () => {
  const ana = await arrive(town);
  await join(ana, town.links.partner[0], 'Ana');
  const jonas = await arrive(town);
  const { page } = jonas;
  await page.goto(town.elsewhere);
  assert.equal(await page.evaluate(() => window.isSecureContext), false);
  await page.getByText('Cette adresse n’est pas protégée (http)').first().waitFor();
  // A board of one's own would be gone with the tab: it is not begun.
  await page.getByRole('button', { name: 'Essayer avec un exemple' }).click();
  await page.getByText('À cette adresse (http), rien ne peut être gardé').waitFor();

  await join(jonas, town.links.partner[1].replace(town.url, town.elsewhere), 'Jonas');
  await page.getByText('Cette adresse n’est pas protégée (http)').first().waitFor();
  await page.getByRole('button', { name: /Rien n’est gardé ici.*Partagé avec la table/ }).waitFor();
  const before = await visionOf(page);
  await visionOf(ana.page);
  await typeAt(statement(page), 0, 'De la salle : ');
  await shows(statement(ana.page), `De la salle : ${before}`);
  await typeAt(statement(ana.page), 0, 'Vu. ');
  await shows(statement(page), `Vu. De la salle : ${before}`);
  await page.getByRole('button', { name: /Rien n’est gardé ici.*Partagé avec la table/ }).waitFor();
  assert.ok(JSON.stringify(await onTheServer(jonas)).includes('De la salle : '));
  // A reload fetches everything anew.
  await page.reload();
  await shows(statement(page), `Vu. De la salle : ${before}`);
  untroubled(ana, jonas);
});
