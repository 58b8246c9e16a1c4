/** Passwords of named clients: made by us, shown once, kept as a hash. */
import type { Ids } from '../../ports.ts';
import { sha256 } from '../../utils/sha256.ts';

const PREFIX = 'hj-';

/** At least 128 bits of randomness, so that a fast hash of it cannot be turned back by guessing. */
export const newPassword = (ids: Ids): string => PREFIX + ids();

/** Whether it may be one of them: what a person chose is not looked for among these. */
export const isMade = (password: string): boolean => password.startsWith(PREFIX);

/** What a page may show of it. */
export const maskPassword = (password: string): string => `${PREFIX}…${password.slice(-4)}`;

/** SHA-256 in hex. */
export const hashPassword = (password: string): Promise<string> => sha256(password);
