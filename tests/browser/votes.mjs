// What people do to decide, in their own words; as `verbs.mjs`.
import { CLICK } from './hands.mjs';

export const dialog = (page) => page.getByRole('dialog');
export const vote = (page) => page.getByRole('region', { name: 'Vote' });
export const ballot = (page) => page.locator('.ballot');

/** On the page of decisions, the secretariat fills in the first rule of a subject. */
export async function fillRule(page, subject, { method = 'Consentement', quorum = 2, sectors = 1, press = CLICK.press } = {}) {
  await press(page.getByRole('button', { name: `Écrire la règle : ${subject}` }));
  await dialog(page).getByLabel('Méthode').selectOption({ label: method });
  await dialog(page).getByLabel('Organisations présentes').fill(String(quorum));
  await dialog(page).getByLabel('Secteurs présents').fill(String(sectors));
}

/** The same, and notes it. */
export async function writeRule(page, subject, { press = CLICK.press, ...rule } = {}) {
  await fillRule(page, subject, { press, ...rule });
  await press(dialog(page).getByRole('button', { name: 'Noter la règle' }));
  await dialog(page).waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: new RegExp(`^${subject}.*${rule.method ?? 'Consentement'}`) }).waitFor();
}

/** On the page of decisions, the secretariat puts the plan to the vote, and stays where it did. */
export async function putToVote(page, title, { press } = CLICK) {
  await press(page.getByRole('button', { name: 'Proposer une version' }));
  await dialog(page).getByLabel('Titre de la version').fill(title);
  await press(dialog(page).getByRole('button', { name: 'Mettre au vote' }));
  await page.getByRole('article', { name: `Adopter « ${title} »` }).waitFor();
}

/** Opens a decision of the log. */
export async function find(page, title, { press, section } = CLICK) {
  await section(page, 'Décisions');
  await press(page.getByRole('article', { name: title }).getByRole('link', { name: title }));
}

/** Opens a question that is put to the vote. */
export async function openVote(page, title, hands = CLICK) {
  await find(page, title, hands);
  await vote(page).waitFor();
}

/** Gives the organisation's voice. */
export async function say(page, choice, reason, { press, check } = CLICK) {
  await check(ballot(page).getByRole('radio', { name: new RegExp(`^${choice}`) }).first());
  if (reason) await ballot(page).getByRole('textbox', { name: /^Raison/ }).fill(reason);
  await press(ballot(page).getByRole('button', { name: /^(Voter|Changer la voix) :/ }));
}

/** The secretariat closes a vote, and says that it is sure. */
export async function close(page, how, sure, { press } = CLICK) {
  await press(page.getByRole('button', { name: how, exact: true }));
  await press(dialog(page).getByRole('button', { name: sure, exact: true }));
}
