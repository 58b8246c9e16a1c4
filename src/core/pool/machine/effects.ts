import type { Counts, HealthRecord, Lesson } from '../../records.ts';

/** What the state machine wants stored. `key` is that of the record in its collection (`ports.ts`). */
export type Effect =
  | {
      readonly type: 'mark';
      readonly key: string;
      readonly health: HealthRecord;
      readonly expiresAt?: number;
      /** On disk before the client is answered. */
      readonly strict: boolean;
    }
  | { readonly type: 'count'; readonly key: string; readonly counts: Counts; readonly expiresAt: number }
  | { readonly type: 'lesson'; readonly key: string; readonly lesson: Lesson };
