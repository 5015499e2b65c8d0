// The secretariat holds a section; the others propose, on a train too; nothing anybody wrote is lost.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  band, goTo, hold, join, onTheServer, proposal, propose, proposing, release, seated, secretary, setRole, shared, shows, statement, typeAt, until,
  untroubled, visionOf, waiting,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const decline = async (page, words, reason) => {
  await proposal(page, words).getByRole('button', { name: 'Décliner…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Décliner' }).click();
  // Without a reason nothing is declined.
  await dialog.getByLabel('Raison').fill(reason);
  await dialog.getByRole('button', { name: 'Décliner' }).click();
  await dialog.waitFor({ state: 'hidden' });
};

test('while Séna holds the vision the others propose: one is accepted, one declined, one left', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  const before = await visionOf(sena.page);
  await visionOf(ana.page);
  await visionOf(binta.page);
  await hold(sena.page, 'Séance du jeudi');

  // Everybody sees who holds it and why; only the secretariat has the controls.
  for (const { page } of [ana, binta]) {
    await band(page).getByText('Vos idées deviennent des propositions.').waitFor();
    await band(page).getByText('Séna tient le verrou').waitFor();
    await band(page).getByText('Raison : Séance du jeudi').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Lever le verrou' }).count(), 0);
    assert.match(await page.getByRole('link', { name: /^Vision/ }).first().innerText(), /verrouillé/);
  }

  // Ana just types: the text in force stays, her letters stand beside it.
  await propose(ana.page, ' Avec les pêcheuses.');
  await proposal(ana.page, 'Avec les pêcheuses.').getByText('Envoyée au Secrétariat').waitFor();
  await propose(binta.page, ' Sans les berges.');
  await proposal(sena.page, 'Avec les pêcheuses.').waitFor();
  await proposal(sena.page, 'Sans les berges.').waitFor();
  assert.equal(await statement(sena.page).inputValue(), before);

  // Séna goes on writing in force.
  await typeAt(statement(sena.page), 0, 'Ici, ');
  for (const { page } of [ana, binta]) await shows(statement(page), `Ici, ${before}`);

  await proposal(sena.page, 'Avec les pêcheuses.').getByRole('button', { name: 'Accepter', exact: true }).click();
  for (const { page } of [sena, ana, binta]) await shows(statement(page), `Ici, ${before} Avec les pêcheuses.`);
  await ana.page.getByRole('note').getByText('Votre proposition est acceptée et visible par tous.').waitFor();

  await decline(sena.page, 'Sans les berges.', 'La table en parle jeudi');
  const news = binta.page.getByRole('note').filter({ hasText: 'Proposition déclinée' });
  await news.getByText('« La table en parle jeudi »').waitFor();
  // Read again on return, until it was read; then proposed once more.
  await binta.page.reload();
  await news.getByRole('button', { name: 'Voir' }).click();
  await binta.page.getByRole('button', { name: /^Traitées/ }).click();
  const declined = proposal(binta.page, 'La table en parle jeudi');
  await declined.getByRole('button', { name: 'Proposer à nouveau' }).click();
  await news.waitFor({ state: 'detached' });
  await sena.page.getByRole('button', { name: 'Propositions : 1 à traiter' }).waitFor();

  await release(sena.page, /^Laisser de côté/);
  for (const { page } of [sena, ana, binta]) {
    await band(page).waitFor({ state: 'detached' });
    await page.getByText('1 proposition attend encore depuis la levée du verrou.').waitFor();
    assert.equal(await statement(page).inputValue(), `Ici, ${before} Avec les pêcheuses.`);
  }
  // Everybody writes in the text again.
  await typeAt(statement(ana.page), 0, 'Et ');
  await shows(statement(sena.page), `Et Ici, ${before} Avec les pêcheuses.`);
  await shared(ana.page);
  const board = await onTheServer(sena);
  assert.ok(JSON.stringify(board).includes('Avec les pêcheuses.'));
  untroubled(sena, ana, binta);
});

test('what Binta wrote on a train while the vision was locked is kept as a proposal and says so', async () => {
  const { sena, binta } = await seated(town, 'sena', 'binta');
  const before = await visionOf(binta.page);
  await shared(binta.page);
  await binta.goOffline();
  await typeAt(statement(binta.page), before.length, ' Écrit dans le train.');
  await waiting(binta.page);
  await visionOf(sena.page);
  await hold(sena.page, 'Séance');

  await binta.goOnline();
  const note = binta.page.getByRole('note').filter({ hasText: 'a été verrouillé entre-temps' });
  await note.getByText('Votre texte est gardé et sera soumis au Secrétariat.').waitFor();
  await shows(statement(binta.page), before);
  await proposal(binta.page, 'Écrit dans le train.').getByText('Envoyée au Secrétariat').waitFor();
  await proposal(sena.page, 'Écrit dans le train.').waitFor();

  // Offline again, she proposes and takes it back: the screen says what is where.
  await binta.goOffline();
  await binta.page.getByRole('button', { name: /enregistré sur cet appareil|Enregistré ici/ }).waitFor();
  await typeAt(statement(binta.page), 0, 'Hors ligne, ');
  await proposing(binta.page).press('Control+Enter');
  await proposal(binta.page, 'Hors ligne,').getByText('Sur cet appareil, pas encore partagée').waitFor();
  await binta.page.keyboard.press('Control+z');
  await until('the words taken back to go', async () => await proposal(binta.page, 'Hors ligne,').count() === 0);
  await proposal(binta.page, 'Écrit dans le train.').waitFor();
  await proposal(binta.page, 'Écrit dans le train.').getByRole('button', { name: 'Retirer' }).click();
  await binta.page.getByText('Proposition retirée. Le texte en vigueur n’a pas changé.').first().waitFor();
  await binta.goOnline();
  await shared(binta.page);
  assert.equal(await statement(sena.page).inputValue(), before);
  untroubled(sena, binta);
});

test('the lock passes from Séna to Noor and back, and Ana is told who holds it', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  const noor = await secretary(town, sena.board, 'Noor');
  for (const { page } of [sena, ana, noor]) await goTo(page, 'Rôles');
  await hold(sena.page, 'Répartition');
  await band(ana.page).getByText('Séna tient le verrou').waitFor();

  // A role that Ana sets is a proposal: the matrix stays as it is in force.
  const cell = ana.page.getByRole('gridcell').nth(3);
  const inForce = await cell.getAttribute('aria-label');
  await cell.click();
  await ana.page.keyboard.press('c');
  await ana.page.getByText('Votre changement est devenu une proposition.').first().waitFor();
  assert.equal(await cell.getAttribute('aria-label'), inForce);

  await sena.page.getByRole('button', { name: 'Plus d’actions sur le verrou' }).click();
  await sena.page.getByRole('menuitem', { name: 'Passer la main…' }).click();
  const dialog = sena.page.getByRole('dialog');
  await dialog.getByLabel('À qui').selectOption({ label: 'Noor' });
  await dialog.getByRole('button', { name: 'Passer la main' }).click();
  await band(ana.page).getByText('Noor tient le verrou').waitFor();
  await band(ana.page).getByText('repris de Séna').waitFor();

  // Noor deals with it; Séna proposes now, and takes the lock back.
  await noor.page.getByRole('button', { name: 'Propositions : 1 à traiter' }).click();
  await noor.page.getByRole('article').getByRole('button', { name: 'Accepter', exact: true }).click();
  await until('the role to be in force', async () => await cell.getAttribute('aria-label') !== inForce);
  const other = sena.page.getByRole('gridcell').nth(5);
  const before = await other.getAttribute('aria-label');
  await other.click();
  await sena.page.keyboard.press('c');
  await sena.page.getByText('Votre changement est devenu une proposition.').first().waitFor();
  assert.equal(await other.getAttribute('aria-label'), before);
  await sena.page.getByRole('button', { name: 'Reprendre le verrou…' }).click();
  await sena.page.getByRole('dialog').getByText(/Noor tient cette section/).waitFor();
  await sena.page.getByRole('dialog').getByRole('button', { name: 'Reprendre' }).click();
  await band(ana.page).getByText('repris de Noor').waitFor();
  await release(sena.page, /^Garder/);
  await until('what was kept to be in force', async () => await other.getAttribute('aria-label') !== before);
  await setRole(ana.page, 3, 'i');
  untroubled(sena, ana, noor);
});

test('on a phone Binta proposes with a thumb, and Séna deals with it by keyboard alone', async () => {
  const { sena } = await seated(town, 'sena');
  const binta = await arrive(town, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await join(binta, town.links.partner[1], 'Binta');
  const before = await visionOf(sena.page);
  await visionOf(binta.page);

  const { keyboard } = sena.page;
  await sena.page.getByRole('button', { name: 'Verrouiller', exact: true }).focus();
  await keyboard.press('Enter');
  await keyboard.type('Séance');
  for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await keyboard.press(key);
  await band(sena.page).waitFor();

  await band(binta.page).waitFor();
  await statement(binta.page).tap();
  await binta.page.getByRole('button', { name: 'Proposer un changement' }).first().tap();
  await proposing(binta.page).fill(`${before} Du bord de l’eau.`);
  await binta.page.getByRole('button', { name: 'Proposer', exact: true }).tap();
  await proposal(binta.page, 'Du bord de l’eau.').waitFor();
  const { scrollWidth, clientWidth } = await binta.page.evaluate(() => document.documentElement);
  assert.equal(scrollWidth, clientWidth);

  await proposal(sena.page, 'Du bord de l’eau.').getByRole('button', { name: 'Accepter', exact: true }).focus();
  await keyboard.press('Enter');
  await shows(statement(binta.page), `${before} Du bord de l’eau.`);
  untroubled(sena, binta);
});
