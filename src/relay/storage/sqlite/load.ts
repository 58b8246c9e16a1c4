/** SQLite, loaded where it is wanted: a relay that keeps nothing does without its memory. */
import { setFlagsFromString } from 'node:v8';

export type Sqlite = typeof import('node-sqlite3-wasm');

/**
 * V8 compiles WebAssembly twice, quickly and then for speed, and the second compiler takes 30 MiB that are never given
 * back: a quarter of an idle relay (Node 20.20). Without it, 20,000 inserts take 55 ms instead of 150. What was compiled
 * before, as undici's parser was, keeps its speed. Not `--liftoff-only`, which ends the process on a processor that the
 * quick compiler does not serve.
 */
export async function loadSqlite(): Promise<Sqlite> {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  const { default: sqlite } = await import('node-sqlite3-wasm');
  return sqlite;
}
