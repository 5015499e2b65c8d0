// Organisations decide: a version is adopted by rule, an objection is answered, voices that come
// too late or twice at once are shown, and any question can be put to the table.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { addCard, goTo, invited, invitedAll, join, seated, shared, untroubled, waiting } from '../verbs.mjs';
import { ballot, close, dialog, find, openVote, putToVote, say, vote, writeRule } from '../votes.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('a version: the quorum is missing, then met; an objection is answered; what was adopted is read for ever', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await goTo(sena.page, 'Décisions');
  await writeRule(sena.page, 'Version à adopter');
  await putToVote(sena.page, 'Version 3');
  await openVote(ana.page, 'Adopter « Version 3 »');
  await say(ana.page, 'Approuver');
  await vote(ana.page).getByText('Quorum non atteint : 1 organisation présente, il en faut 2.').waitFor();

  // The secretariat has no voice, and closing explains what is missing.
  await openVote(sena.page, 'Adopter « Version 3 »');
  assert.equal(await ballot(sena.page).count(), 0);
  await vote(sena.page).getByText('Quorum non atteint : 1 organisation présente, il en faut 2.').waitFor();
  const adopt = sena.page.getByRole('button', { name: 'Clore et adopter' });
  assert.equal(await adopt.getAttribute('aria-disabled'), 'true');
  await adopt.press('Enter');
  await sena.page.getByText('La règle n’est pas remplie : voyez ce qui manque. Le vote reste ouvert.').first().waitFor();

  // An objection needs its reason, and suspends until it is answered.
  await openVote(binta.page, 'Adopter « Version 3 »');
  await say(binta.page, 'Objecter');
  await ballot(binta.page).getByRole('alert').getByText('Une raison est demandée, visible par tous.').waitFor();
  await say(binta.page, 'Objecter', 'Écrivons la date.');
  await vote(sena.page).getByText('« Écrivons la date. »').waitFor();
  await vote(sena.page).getByRole('button', { name: 'Répondre' }).click();
  await vote(sena.page).getByLabel(/^Réponse à l’objection/).fill('La date est au protocole.');
  await vote(sena.page).getByRole('button', { name: 'Noter la réponse' }).click();
  await vote(binta.page).getByText('Réponse de la table : La date est au protocole.').waitFor();
  await close(sena.page, 'Clore et adopter', 'Adopter maintenant');
  await ana.page.getByText('En vigueur : Version 3').waitFor();

  // Work goes on; what was adopted reads as it did, and is proved on this device, offline.
  await goTo(binta.page, 'Résultats');
  await addCard(binta.page, 'Produits', 'Un four commun');
  await shared(binta.page);
  await ana.goOffline();
  await openVote(ana.page, 'Adopter « Version 3 »');
  await ana.page.getByText('Cet appareil l’a recalculée : c’est la même.').waitFor();
  await ana.page.getByRole('button', { name: 'Plateau complet' }).click();
  await ana.page.getByText('Installer et équiper 24 points de tri de quartier').first().waitFor();
  assert.equal(await ana.page.getByText('Un four commun').count(), 0);
  untroubled(sena, ana, binta);
});

test('the next version says what changes and whose work it is', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  await goTo(sena.page, 'Décisions');
  await writeRule(sena.page, 'Version à adopter', { quorum: 1, sectors: 1 });
  await putToVote(sena.page, 'Version 3');
  await openVote(ana.page, 'Adopter « Version 3 »');
  await say(ana.page, 'Approuver');
  await openVote(sena.page, 'Adopter « Version 3 »');
  await vote(sena.page).getByText('La règle est remplie.').waitFor();
  await close(sena.page, 'Clore et adopter', 'Adopter maintenant');
  await ana.page.getByText('En vigueur : Version 3').waitFor();
  await goTo(ana.page, 'Résultats');
  await addCard(ana.page, 'Produits', 'Un four commun');
  await shared(ana.page);
  await goTo(sena.page, 'Résultats');
  await sena.page.getByText('Un four commun').first().waitFor();
  await goTo(sena.page, 'Décisions');
  await putToVote(sena.page, 'Version 4');
  await openVote(sena.page, 'Adopter « Version 4 »');
  await sena.page.getByText(/1 changement depuis «\sVersion 3\s»/).waitFor();
  await sena.page.getByText('MP a ajouté Produit « Un four commun ».').waitFor();
  untroubled(sena, ana);
});

test('two members of one organisation vote at once, offline, and a new vote of theirs settles it', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  const paul = await arrive(town);
  await sena.page.getByRole('link', { name: 'Inviter' }).click();
  await join(paul, await invited(sena.page, { organisation: { label: 'Métropole de Port-Lumière' } }), 'Paul');
  await invitedAll(sena.page);
  await goTo(sena.page, 'Décisions');
  await writeRule(sena.page, 'Version à adopter', { quorum: 1, sectors: 1 });
  await putToVote(sena.page, 'Version 3');
  await shared(sena.page);
  for (const one of [ana, paul]) {
    await openVote(one.page, 'Adopter « Version 3 »');
    await one.goOffline();
  }
  await say(ana.page, 'Approuver');
  await say(paul.page, 'S’abstenir');
  for (const one of [ana, paul]) {
    await waiting(one.page);
    await one.goOnline();
    await shared(one.page);
  }
  await vote(ana.page).getByText(/a donné deux voix en même temps/).waitFor();
  await vote(paul.page).getByText(/a donné deux voix en même temps/).waitFor();
  await say(paul.page, 'Approuver avec réserve', 'À revoir en mars.');
  await vote(ana.page).getByText('La règle est remplie.').waitFor();
  untroubled(sena, ana, paul);
});

test('a voice from a train that arrives after the closing is shown and not counted', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await goTo(sena.page, 'Décisions');
  await writeRule(sena.page, 'Version à adopter', { quorum: 1, sectors: 1 });
  await putToVote(sena.page, 'Version 3');
  await shared(sena.page);
  await openVote(binta.page, 'Adopter « Version 3 »');
  await binta.goOffline();
  await say(binta.page, 'Objecter', 'Pas sans la norme.');
  await openVote(ana.page, 'Adopter « Version 3 »');
  await say(ana.page, 'Approuver');
  await openVote(sena.page, 'Adopter « Version 3 »');
  await vote(sena.page).getByText('La règle est remplie.').waitFor();
  await close(sena.page, 'Clore et adopter', 'Adopter maintenant');
  await sena.page.getByText('En vigueur : Version 3').waitFor();
  await shared(sena.page);
  await binta.goOnline();
  for (const one of [sena, ana, binta]) {
    await vote(one.page).getByText('Voix arrivée après la clôture : montrée, non comptée.').waitFor();
    await one.page.getByText('En vigueur : Version 3').waitFor();
  }
  untroubled(sena, ana, binta);
});

test('on a phone and by keyboard alone, Ana asks a question and the table decides it', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  await goTo(sena.page, 'Décisions');
  await writeRule(sena.page, 'Contenu du plan', { quorum: 1, sectors: 1 });
  await shared(sena.page);
  const { page } = ana;
  await page.setViewportSize({ width: 390, height: 844 });
  const press = (keys) => page.keyboard.press(keys);
  // Everything, then Decisions in its menu.
  await page.getByRole('button', { name: 'Tout', exact: true }).focus();
  await press('Enter');
  await page.getByRole('menuitem', { name: 'Décisions' }).focus();
  await press('Enter');
  await page.getByRole('button', { name: 'Poser une question à la table' }).focus();
  await press('Enter');
  await dialog(page).getByLabel('Question posée à la table').focus();
  await page.keyboard.type('Ramener la cible à 45 ?');
  await press('Enter');
  await page.getByRole('textbox', { name: 'Proposition' }).focus();
  await page.keyboard.type('La cible 2027 est de 45.');
  await shared(page);

  await find(sena.page, 'Ramener la cible à 45 ?');
  await sena.page.getByRole('button', { name: 'Passer à : Décider' }).click();
  await sena.page.getByRole('button', { name: 'Mettre au vote' }).click();
  await ballot(page).waitFor();
  await ballot(page).getByRole('radio', { name: /^Approuver/ }).first().focus();
  await press('ArrowDown');
  await ballot(page).getByRole('textbox', { name: /^Raison/ }).fill('À revoir dans un an.');
  await press('Tab');
  await press('Enter');
  await vote(page).getByText('La règle est remplie.').waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false);
  await close(sena.page, 'Clore et adopter', 'Adopter maintenant');
  await vote(page).getByText('Adoptée').waitFor();
  untroubled(sena, ana);
});
