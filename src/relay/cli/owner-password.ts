/** `--owner-password`: what a relay printed when it was started, also while it runs. */

import { OWNER } from '../../core/access/login/owner-password.ts';
import type { Language } from '../../core/errors.ts';
import { words } from '../../i18n/cli.ts';
import type { RelayConfig } from '../config/config.ts';
import { type CoreDeps, startCore } from '../create-core.ts';
import { clock } from '../ports/platform.ts';
import { readCopy } from '../storage/sqlite/read-only-copy.ts';

/** A copy of files that a relay writes to at this moment may be torn. */
const TRIES = 3;
/** Nobody calls it: the core only wants to name an address. */
const nowhere = 'http://127.0.0.1';

/**
 * The password that is kept; one is made and kept where there was none yet.
 * @throws {Error} that says in words why there is none to print.
 */
export async function ownerPassword(config: RelayConfig, deps: CoreDeps, language: Language): Promise<string> {
  const say = words[language];
  const { webPassword, storageDir, redis } = config;
  if (webPassword !== undefined) throw new Error(say.webPasswordIsOwn);
  if (storageDir === undefined && redis === undefined) throw new Error(say.ownerPasswordNotKept);
  if (redis === undefined && storageDir !== undefined) {
    const kept = await fromCopy(storageDir);
    if (kept !== undefined) return kept;
  }
  const core = await startCore(config, { ...deps, mustKeep: true }, nowhere);
  try {
    return (await core.ownerAccess()).madePassword() ?? '';
  } finally {
    await core.close();
  }
}

/** The folder itself may be in use. */
async function fromCopy(storageDir: string): Promise<string | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const kept = (await readCopy(storageDir, clock))?.access.get(OWNER);
    if (kept !== undefined) return kept.password;
  }
  return undefined;
}
