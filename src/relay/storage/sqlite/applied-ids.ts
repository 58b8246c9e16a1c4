import type { Database } from 'node-sqlite3-wasm';
import { rememberedChanges } from '../../../core/store/record.ts';

/** Which changes have been applied, so that one that is sent again is skipped. */
export interface AppliedIds {
  has(id: string): boolean;
  /** Notes the ids within the open transaction, and forgets the oldest beyond `rememberedChanges`. */
  note(ids: readonly string[]): void;
  /** The transaction is in. */
  keep(): void;
  /** The transaction was rolled back. */
  drop(): void;
  finalize(): void;
}

interface Noted {
  readonly commit: number;
  readonly ids: readonly string[];
}

/** One row a commit: the ids themselves are looked up in memory, which nobody but this process could outdate. */
export function openAppliedIds(db: Database): AppliedIds {
  const insert = db.prepare('INSERT INTO applied (ids) VALUES (?)');
  const forget = db.prepare('DELETE FROM applied WHERE commit_number = ?');
  const commits: Noted[] = [];
  const known = new Set<string>();
  let open: { added: Noted; forgotten: number } | undefined;

  function add(noted: Noted): void {
    commits.push(noted);
    for (const id of noted.ids) known.add(id);
  }

  for (const row of db.all('SELECT commit_number, ids FROM applied ORDER BY commit_number')) {
    add({ commit: Number(row.commit_number), ids: JSON.parse(String(row.ids)) as string[] });
  }

  return {
    has: (id) => known.has(id),

    note(ids) {
      const { lastInsertRowid } = insert.run(JSON.stringify(ids));
      let kept = known.size + ids.length;
      let forgotten = 0;
      for (const { commit, ids: old } of commits) {
        if (kept - old.length < rememberedChanges) break;
        kept -= old.length;
        forgotten += 1;
        forget.run(commit);
      }
      open = { added: { commit: Number(lastInsertRowid), ids }, forgotten };
    },

    keep() {
      if (open === undefined) return;
      for (const { ids } of commits.splice(0, open.forgotten)) for (const id of ids) known.delete(id);
      add(open.added);
      open = undefined;
    },

    drop() {
      open = undefined;
    },

    finalize() {
      insert.finalize();
      forget.finalize();
    },
  };
}
