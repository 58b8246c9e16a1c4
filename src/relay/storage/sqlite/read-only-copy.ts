import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Snapshot } from '../../../core/ports.ts';
import { openFileStore } from './store.ts';

/**
 * What a storage folder holds that cannot be written to: SQLite reads a file with a log only where it may write, so both
 * are copied into a folder of their own, which is removed again. Undefined where even that fails or there is nothing.
 */
export async function readCopy(directory: string, clock: Pick<Clock, 'now'>): Promise<Snapshot | undefined> {
  if (!existsSync(join(directory, 'hajimi.db'))) return undefined;
  let copy: string | undefined;
  try {
    copy = mkdtempSync(join(tmpdir(), 'hajimi-copy-'));
    for (const name of ['hajimi.db', 'hajimi.db-wal']) {
      const file = join(directory, name);
      if (existsSync(file)) cpSync(file, join(copy, name));
    }
    const store = await openFileStore(copy, clock);
    const snapshot = await store.load();
    await store.close();
    return snapshot;
  } catch {
    return undefined;
  } finally {
    if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
  }
}
