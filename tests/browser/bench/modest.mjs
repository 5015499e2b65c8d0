// A modest laptop: every thread of a browser held to a quarter of a core by a cgroup. The developer
// tools' throttle spares workers, and the desk is one.
import { chmod, mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PERIOD_US = 100_000;
const GROUPS = [
  { folder: '/sys/fs/cgroup/tablee-modest', limit: (us) => ['cpu.max', `${us} ${PERIOD_US}`] },
  { folder: '/sys/fs/cgroup/cpu/tablee-modest', limit: (us) => ['cpu.cfs_quota_us', String(us)] },
];

/** A Chromium of its own that has this share of a core in all, or all of the machine. */
export async function chromiumWith(share) {
  if (share === undefined) return wrapped('', async () => {});
  let why = 'no cgroup of processors';
  for (const { folder, limit } of GROUPS) {
    try {
      await mkdir(folder, { recursive: true });
      const [file, value] = limit(share * PERIOD_US);
      // Never made here: outside of a cgroup a folder has no such file.
      await writeFile(join(folder, file), value, { flag: 'r+' });
      return await wrapped(`echo $$ > ${folder}/cgroup.procs`, () => rmdir(folder).catch(() => {}));
    } catch (error) {
      await rmdir(folder).catch(() => {});
      why = error.message;
    }
  }
  throw new Error(`this machine lets nobody hold a browser back: ${why}`);
}

/** A program that does something first and then is Chromium. */
async function wrapped(first, after) {
  const home = await mkdtemp(join(tmpdir(), 'tablee-modest-'));
  const program = join(home, 'chromium');
  await writeFile(program, `#!/bin/sh\n${first}\nexec ${process.env.TABLEE_CHROMIUM} "$@"\n`);
  await chmod(program, 0o755);
  const end = async () => {
    await rm(home, { recursive: true, force: true });
    await after();
  };
  return { program, end };
}
