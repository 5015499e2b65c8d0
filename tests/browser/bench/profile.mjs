// Where the time goes on a large board: a profile for each thing that a person does, to be opened in a browser's
// developer tools. Wants a bundle whose functions have names (`cargo xtask bundle --named`), TABLEE_LARGE as
// `large.mjs` does, and a folder: `node bench/profile.mjs FOLDER`. Prints the main thread's tasks over 50 ms.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { CARD, openLarge } from './large_board.mjs';

const folder = process.argv[2] ?? 'profiles';
await mkdir(folder, { recursive: true });
const town = await openTown();
const person = await arrive(town);
person.context.setDefaultTimeout(120_000);
const { page } = person;
await openLarge(person, town);
const developer = await page.context().newCDPSession(page);
await developer.send('Profiler.enable');

async function profiled(name, act) {
  await page.evaluate(() => {
    window.longTasks = [];
    window.watcher?.disconnect();
    window.watcher = new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))));
    window.watcher.observe({ entryTypes: ['longtask'] });
  });
  await developer.send('Profiler.start');
  await act();
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn, 500)); }));
  const { profile } = await developer.send('Profiler.stop');
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  console.log(`${name}: ${(await page.evaluate(() => window.longTasks)).join(', ') || 'none'}`);
}

await page.locator('[data-card]').first().click();
const title = page.locator('#panel h2 textarea');
await title.focus();
await profiled('typing', () => title.pressSequentially('x'.repeat(20), { delay: 80 }));
await page.keyboard.press('Escape');
await page.locator('[data-card][tabindex="0"]').first().focus();
await profiled('arrows', async () => {
  for (let n = 0; n < 40; n += 1) await page.keyboard.press(n % 4 === 3 ? 'ArrowRight' : 'ArrowDown', { delay: 40 });
});
const sections = [['Rôles', '.matrix tbody [role=gridcell]'], ['Contexte', '.pill'], ['Vision', 'textarea'], ['Résultats', CARD]];
for (const which of ['first', 'second']) {
  for (const [name, selector] of sections) {
    await profiled(`${name}-${which}`, async () => {
      await page.getByRole('navigation').getByRole('link', { name }).first().click();
      await page.locator(selector).first().waitFor();
    });
  }
}
await town.close();
await leaveTown();
