// Pictures of every view at a real table, wide and on a phone, light and dark, to lay beside the
// design: `cargo xtask gallery DIR`. Four people play one day of the demo partnership.
import { mkdir } from 'node:fs/promises';
import { join as path } from 'node:path';
import { bar, inBar, prepare, sessions } from './sessions.mjs';
import { arrive, leaveTown, openTown } from './town.mjs';
import {
  addCard, choose, goTo, hold, invited, invitedAll, join, proposal, propose, release, seated, shared, statement, typeAt, until, visionOf,
} from './verbs.mjs';
import { close, dialog, fillRule, openVote, putToVote, say } from './votes.mjs';

const [into, ...only] = process.argv.slice(2);
const SIZES = [['1440', 1440, 900, 'light'], ['1440-dark', 1440, 900, 'dark'], ['390', 390, 844, 'light'], ['390-dark', 390, 844, 'dark']];

/** One view at every size. The window is as it was afterwards. */
async function picture(page, name) {
  for (const [size, width, height, colorScheme] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
    await page.screenshot({ path: path(into, `${name}-${size}.png`) });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  console.log(name);
}

const at = async (person, where) => {
  await person.page.goto(`${person.town.url}/b/${person.board}/${where}`);
  await person.page.locator('h1, h2').first().waitFor();
};

/** The four sections as they come with the sample. */
async function plan({ sena, ana, binta }) {
  await picture(ana.page, 'vision');
  await at(ana, 'vision/langue-commune');
  await picture(ana.page, 'glossary');
  await goTo(ana.page, 'Résultats');
  await ana.page.locator('.node-card').nth(3).click();
  await picture(ana.page, 'results-chain');
  await goTo(ana.page, 'Rôles');
  await ana.page.getByRole('gridcell').nth(4).click();
  await picture(ana.page, 'roles');
  await goTo(ana.page, 'Contexte');
  await ana.page.locator('.map-grid [tabindex="0"]').first().click();
  await picture(ana.page, 'context');
  await at(ana, 'context/reseau');
  await picture(ana.page, 'context-network');
  await at(ana, 'about');
  await picture(ana.page, 'about');
  await goTo(sena.page, 'Vision');
  await visionOf(binta.page);
}

/** A held section and what is proposed meanwhile. */
async function moderation({ sena, ana, binta }) {
  await visionOf(sena.page);
  await visionOf(ana.page);
  await visionOf(binta.page);
  await hold(sena.page, 'Séance du jeudi');
  await propose(ana.page, ' Avec les pêcheuses.');
  await propose(binta.page, ' Sans les berges.');
  await proposal(sena.page, 'Sans les berges.').waitFor();
  await picture(sena.page, 'held-secretariat');
  await picture(ana.page, 'held-partner');
  await proposal(sena.page, 'Avec les pêcheuses.').getByRole('button', { name: 'Accepter', exact: true }).click();
  await release(sena.page, /^Laisser de côté/);
}

/** A session with the floor, ideas and its minutes. */
async function session({ sena, ana, binta, paul }) {
  const { page } = sena;
  await sessions(page);
  await prepare(page, 'Comité de pilotage d’octobre', [['Accueil', 5], ['Usage quotidien', 20], ['Divers', 10]]);
  await page.getByRole('checkbox', { name: /temps de parole/ }).check();
  await picture(page, 'agenda');
  await page.getByRole('button', { name: 'Commencer la séance' }).click();
  await goTo(page, 'Résultats');
  await inBar(ana.page, 'Lever la main').click();
  await inBar(page, /^Donner à Ana/).click();
  await inBar(binta.page, 'Lever la main').click();
  await inBar(page, /^Donner à Binta/).waitFor();
  await picture(page, 'session-secretariat');
  await ana.page.waitForURL(/\/chain/);
  await picture(ana.page, 'session');
  await inBar(page, 'Point suivant').click();
  await inBar(page, /^Consigner/).click();
  await picture(page, 'capture');
  await dialog(page).getByRole('button', { name: 'Décidé', exact: true }).click();
  await dialog(page).getByRole('textbox', { name: 'En quelques mots' }).fill('Un essai de 7 jours à domicile.');
  await dialog(page).getByRole('button', { name: 'Consigner', exact: true }).click();

  await page.locator('#main').getByRole('link', { name: 'Idées' }).click();
  await page.getByRole('button', { name: 'Poser une question' }).first().click();
  await dialog(page).getByLabel('La question').fill('Pourquoi des ménages reviennent-ils au feu ouvert ?');
  await picture(page, 'question');
  await dialog(page).getByRole('button', { name: 'Ouvrir l’écriture' }).click();
  const words = { ana: ['Le grillage casse', 'La pièce est à deux jours de marche'], binta: ['Trop petit pour les fêtes', 'Le goût change'], paul: ['Personne ne répare au village'] };
  for (const person of [ana, binta, paul]) {
    await goTo(person.page, 'Résultats');
    await person.page.locator('#main').getByRole('link', { name: 'Idées' }).click();
    await person.page.getByRole('link', { name: /feu ouvert/ }).click();
  }
  for (const [who, texts] of Object.entries(words)) {
    const one = { ana, binta, paul }[who].page;
    for (const text of texts) {
      await one.getByRole('textbox', { name: 'Nouvelle carte' }).fill(text);
      await one.keyboard.press('Enter');
    }
    await one.getByText('Gardées sur cet appareil, nulle part ailleurs').waitFor();
  }
  await picture(ana.page, 'writing');
  await page.getByRole('button', { name: 'Dévoiler les cartes' }).click();
  const card = (text) => ana.page.locator('.idea', { hasText: text });
  await card('Le goût change').waitFor();
  await card('Le grillage casse').focus();
  await ana.page.keyboard.press('g');
  await dialog(ana.page).getByLabel('Nouveau groupe').fill('Entretien');
  await ana.page.keyboard.press('Enter');
  for (const text of ['Personne ne répare', 'La pièce est à deux']) {
    await card(text).focus();
    await ana.page.keyboard.press('g');
    await dialog(ana.page).getByRole('button', { name: 'Entretien' }).press('Enter');
  }
  await page.getByRole('button', { name: 'Ouvrir les points' }).click();
  await ana.page.locator('.idea-tray .tray-left').waitFor();
  await card('Le grillage casse').focus();
  await ana.page.keyboard.press('Digit1');
  await picture(ana.page, 'brainstorm');
  await picture(page, 'brainstorm-secretariat');
}

/** Rules, a version put to the vote, and the next one. */
async function decisions({ sena, ana, binta }) {
  const { page } = sena;
  await goTo(page, 'Décisions');
  await fillRule(page, 'Version à adopter');
  await picture(page, 'rule');
  await dialog(page).getByRole('button', { name: 'Noter la règle' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  const put = async (title) => {
    await goTo(page, 'Décisions');
    await putToVote(page, title);
  };
  await put('Version 3');
  await openVote(ana.page, 'Adopter « Version 3 »');
  await openVote(binta.page, 'Adopter « Version 3 »');
  await openVote(sena.page, 'Adopter « Version 3 »');
  await say(ana.page, 'Approuver');
  await say(binta.page, 'Approuver');
  await page.getByText('La règle est remplie.').waitFor();
  await close(page, 'Clore et adopter', 'Adopter maintenant');
  await ana.page.getByText('En vigueur : Version 3').waitFor();
  await picture(ana.page, 'adopted');
  await goTo(ana.page, 'Résultats');
  await addCard(ana.page, 'Produits', 'Un four commun');
  await visionOf(binta.page);
  await typeAt(statement(binta.page), 0, 'Dès demain, ');
  await shared(binta.page);
  await shared(ana.page);
  await put('Version 4');
  await openVote(binta.page, 'Adopter « Version 4 »');
  await say(binta.page, 'Objecter');
  await picture(binta.page, 'ballot');
  await say(binta.page, 'Objecter', 'Écrivons la date de la norme.');
  await openVote(ana.page, 'Adopter « Version 4 »');
  await ana.page.getByText('Écrivons la date de la norme.').first().waitFor();
  await picture(ana.page, 'adopt');
  await goTo(ana.page, 'Décisions');
  await picture(ana.page, 'decisions');
  await goTo(page, 'Décisions');
  await picture(page, 'decisions-secretariat');
}

async function minutes({ sena, binta }) {
  const { page } = sena;
  await bar(page).getByRole('link', { name: 'Clore la séance' }).or(inBar(page, 'Point suivant')).first().waitFor();
  while (await inBar(page, 'Point suivant').count()) await inBar(page, 'Point suivant').click();
  await bar(page).getByRole('link', { name: 'Clore la séance' }).click();
  await page.getByRole('button', { name: 'Clore et partager' }).waitFor();
  await picture(page, 'closing');
  await page.getByRole('button', { name: 'Clore et partager' }).click();
  await until('the bar to go', async () => (await bar(binta.page).count()) === 0);
  await sessions(binta.page);
  await picture(binta.page, 'sessions');
  await binta.page.getByRole('link', { name: /Comité de pilotage d’octobre/ }).click();
  await binta.page.getByText('Un essai de 7 jours').first().waitFor();
  await picture(binta.page, 'minutes');
}

async function past({ ana }) {
  const { page } = ana;
  await page.getByRole('link', { name: 'Historique' }).click();
  await page.getByText(/^Vous regardez le/).waitFor();
  await page.locator('.act').first().waitFor();
  await picture(page, 'history');
  await page.getByRole('slider', { name: 'Moment du plateau' }).focus();
  await page.keyboard.press('Home');
  await page.getByRole('link', { name: 'Comparer' }).click();
  await page.getByRole('complementary', { name: 'En mots' }).getByText(/changement/).first().waitFor();
  await picture(page, 'compare');
  await page.getByRole('button', { name: 'Revenir au présent' }).click();
}

async function people({ sena, town }) {
  const { page } = sena;
  await choose(page, /^Partenariat/, 'Membres');
  await page.getByRole('button', { name: 'Nouveau lien' }).click();
  await dialog(page).getByLabel('Organisation').selectOption({ index: 2 });
  await dialog(page).getByRole('checkbox', { name: /Passer par la salle d’attente/ }).check();
  await picture(page, 'inviting');
  await dialog(page).getByRole('button', { name: 'Créer le lien' }).click();
  const link = await dialog(page).getByLabel('Lien d’invitation', { exact: true }).inputValue();
  await picture(page, 'invited');
  await invitedAll(page);
  const jonas = await arrive(town);
  await jonas.page.goto(link);
  await jonas.page.getByLabel('Votre prénom').fill('Jonas');
  await picture(jonas.page, 'invite');
  await jonas.page.getByRole('button', { name: 'Demander à entrer' }).click();
  await page.getByRole('region', { name: 'Salle d’attente' }).getByText('Jonas').waitFor();
  await page.getByRole('button', { name: /Ana/ }).first().click();
  await picture(page, 'members');
  await picture(jonas.page, 'waiting');
  await page.goto(town.url);
  await page.locator('h1').first().waitFor();
  await picture(page, 'home');
}

await mkdir(into, { recursive: true });
const town = await openTown();
try {
  const cast = await seated(town, 'sena', 'ana', 'binta');
  await choose(cast.sena.page, /^Partenariat/, 'Membres');
  cast.paul = await arrive(town);
  await join(cast.paul, await invited(cast.sena.page, { organisation: { label: 'Métropole de Port-Lumière' } }), 'Paul');
  await invitedAll(cast.sena.page);
  cast.town = town;
  for (const scene of [plan, moderation, session, decisions, minutes, past, people]) {
    if (only.length === 0 || only.includes(scene.name)) await scene(cast);
  }
} finally {
  await town.close();
  await leaveTown();
}
