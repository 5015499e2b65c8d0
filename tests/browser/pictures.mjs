// Pictures of the views that lie in the repository (`snapshots/`), at half their size: taken, compared, accepted.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const KEPT = new URL('snapshots/', import.meta.url).pathname;
/** Where differences are drawn. */
const DRAWN = process.env.TABLEE_DIFFERENCES ?? join(tmpdir(), 'tablee-snapshots');
const IS_ACCEPTING = process.env.TABLEE_ACCEPT === '1';
/** How far the colour of a point may be from what it was, from 0 to 1: what no eye sees. */
const SAME_COLOUR = 0.05;
/** How many points may differ. The same browser draws the same letters, to the point. */
const SAME_PICTURE = 12;

/** The version of Chromium that the kept pictures were taken with. */
const versionFile = join(KEPT, 'chromium.txt');
export const takenWith = () => readFile(versionFile, 'utf8').then((text) => text.trim(), () => '');

/** Each point of the half is the middle of four. */
function half(image) {
  const small = new PNG({ width: image.width >> 1, height: image.height >> 1 });
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      for (let colour = 0; colour < 4; colour += 1) {
        const at = (dx, dy) => image.data[((2 * y + dy) * image.width + 2 * x + dx) * 4 + colour];
        small.data[(y * small.width + x) * 4 + colour] = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) >> 2;
      }
    }
  }
  return small;
}

const write = (path, image) => writeFile(path, PNG.sync.write(image, { colorType: 2, inputHasAlpha: true, deflateLevel: 9 }));

/** Compares a page with the picture kept under this name; says what differs, or nothing. */
export async function compared(page, name) {
  const now = half(PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide' })));
  const path = join(KEPT, `${name}.png`);
  const before = await readFile(path).then(PNG.sync.read, () => null);
  const { width, height } = now;
  const same = before?.width === width && before?.height === height;
  const drawn = new PNG({ width, height });
  const points = same ? pixelmatch(before.data, now.data, drawn.data, width, height, { threshold: SAME_COLOUR, includeAA: true }) : width * height;
  if (points <= SAME_PICTURE) return null;
  if (IS_ACCEPTING) {
    await write(path, now);
    return null;
  }
  await mkdir(DRAWN, { recursive: true });
  await write(join(DRAWN, `${name}-now.png`), now);
  if (!same) return `${name}: ${before ? 'has another size' : 'is not kept yet'}; ${join(DRAWN, `${name}-now.png`)}`;
  const difference = join(DRAWN, `${name}-difference.png`);
  await write(difference, drawn);
  return `${name}: ${points} points differ; ${difference}`;
}

/** Notes which Chromium drew what is accepted now. */
export async function accepted(version) {
  if (IS_ACCEPTING) await writeFile(versionFile, `${version}\n`);
  return IS_ACCEPTING;
}
