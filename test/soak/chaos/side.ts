import type { Answer, Ask } from '../../http/driver.ts';
import type { Dice } from '../../support/dice.ts';

/** What the chaos befalls: Hajimi in one of its two shells, with an upstream that it was told once and keeps. */
export interface Side {
  readonly name: string;
  /** As a client. Rejects when the connection breaks. */
  ask(path: string, ask: Ask): Promise<Answer>;
  /** As its owner. */
  admin(path: string, ask?: Ask): Promise<Answer>;
  /** Ends it without a warning in one of the ways that it can meet, and has it running again. @returns which way. */
  kill(dice: Dice): Promise<string>;
  /** Errors that it has logged since its last start, where they can be seen. */
  errors(): readonly unknown[];
  close(): Promise<void>;
}
