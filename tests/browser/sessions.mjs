// What people do in a moderated session, in their own words; as `verbs.mjs`.
import { choose } from './verbs.mjs';
import { CLICK } from './hands.mjs';

/** The bar of a session that is held. */
export const bar = (page) => page.getByRole('region', { name: /^Séance en cours/ });
export const inBar = (page, name) => bar(page).getByRole('button', { name });

/** Goes to the sessions of the partnership. */
export async function sessions(page) {
  await choose(page, /^Partenariat/, 'Séances');
  await page.getByRole('heading', { name: 'Séances' }).waitFor();
}

/** On the page of sessions, prepares one with these items: words, and minutes where they are said. */
export async function prepare(page, title, items, { press } = CLICK) {
  await press(page.getByRole('button', { name: 'Préparer une séance' }));
  await page.getByRole('textbox', { name: 'Titre de la séance' }).fill(title);
  for (const [words, minutes] of items) {
    await press(page.getByRole('button', { name: 'Ajouter un point' }));
    const row = page.locator('.agenda-item').last();
    await row.getByRole('textbox', { name: 'Point' }).fill(words);
    if (minutes === undefined) continue;
    await row.getByRole('spinbutton').fill(String(minutes));
    await row.getByRole('spinbutton').press('Tab');
  }
}

/** Notes something from the bar. */
export async function note(page, kind, words, { press = CLICK.press, fill = async () => {} } = {}) {
  await press(inBar(page, /^Consigner/));
  const dialog = page.getByRole('dialog', { name: /^Consigner/ });
  await press(dialog.getByRole('button', { name: kind, exact: true }));
  await dialog.getByRole('textbox', { name: 'En quelques mots' }).fill(words);
  await fill(dialog);
  await press(dialog.getByRole('button', { name: 'Consigner', exact: true }));
  await dialog.waitFor({ state: 'hidden' });
}
