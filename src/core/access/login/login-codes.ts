/** One-time codes: a link with one signs its reader in, once, and is worth nothing afterwards. */
import type { Clock, Ids } from '../../ports.ts';
import { samePassword } from '../same-password.ts';

export interface LoginCodes {
  make(): string;
  /** Whether the code was made here, not long ago, and was not taken yet. It is taken with that. */
  take(code: string): boolean;
}

/** Ms. */
const LIFETIME = 60 * 60_000;
/** A start makes two. */
const MOST = 8;

export function createLoginCodes({
  clock,
  ids,
}: {
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
}): LoginCodes {
  let codes: ReadonlyArray<{ readonly code: string; readonly until: number }> = [];
  return {
    make() {
      const code = ids();
      codes = [...codes, { code, until: clock.now() + LIFETIME }].slice(-MOST);
      return code;
    },
    take(code) {
      const now = clock.now();
      const [taken] = codes.filter((made) => samePassword(code, made.code) && made.until > now);
      codes = codes.filter((made) => made !== taken && made.until > now);
      return taken !== undefined;
    },
  };
}
