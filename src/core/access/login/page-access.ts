/** Which words open the config page's API, and how far. */
import type { Power } from '../../../contract/status.ts';
import type { Change } from '../../ports.ts';
import { samePassword } from '../same-password.ts';
import type { LoginCodes } from './login-codes.ts';
import { OWNER } from './owner-password.ts';

export interface PageAccess {
  /** Undefined for a word that opens nothing. */
  powerOf(word: string): Power | undefined;
  /** The owner's password where Hajimi made it; undefined where a person chose it. */
  madePassword(): string | undefined;
  /** A code that stands for the owner's password once; undefined where a person chose that. */
  loginCode(): string | undefined;
  /** The owner's password for such a code; undefined for any other word. */
  redeem(code: string): string | undefined;
  /** Takes over the password that another relay stored. */
  follow(changes: readonly Change[]): void;
}

export interface PageWords {
  /** That of the model API, which opens the page too where the owner's is made. */
  readonly password: string;
  /** The owner's, where a person chose it. */
  readonly webPassword: string | undefined;
  /** The owner's, where it is made. */
  readonly made: string | undefined;
  /** Told of another that is made, by another relay on the same store. */
  readonly onMade: (password: string) => void;
}

export function createPageAccess(words: PageWords, codes: LoginCodes): PageAccess {
  const { password, webPassword } = words;
  let { made } = words;
  return {
    powerOf(word) {
      // Both are compared, so that the time tells nothing of which one it is.
      const isOwners = samePassword(word, webPassword ?? made ?? '');
      const isClients = made !== undefined && samePassword(word, password);
      if (word === '') return undefined;
      return isOwners ? 'owner' : isClients ? 'client' : undefined;
    },
    madePassword: () => made,
    loginCode: () => (made === undefined ? undefined : codes.make()),
    redeem: (code) => (codes.take(code) ? made : undefined),
    follow(changes) {
      if (made === undefined) return;
      for (const change of changes) {
        if (change.in !== 'access' || change.op !== 'put' || change.key !== OWNER) continue;
        const { password: stored } = change.value;
        if (stored === made) continue;
        made = stored;
        words.onMade(stored);
      }
    },
  };
}
