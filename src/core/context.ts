/** What belongs to one request and nothing else: made once where it is let in, below all rooms that read it. */
import type { CredentialKind } from '../contract/keys.ts';
import type { AttemptRecord, Usage } from '../contract/log.ts';
import type { InForce } from '../contract/settings/table.ts';
import type { Power } from '../contract/status.ts';
import type { Language, ProxyError } from './errors.ts';
import type { Exchange, Reply } from './exchange.ts';
import type { Caller } from './ports.ts';
import type { Ending } from './utils/ending.ts';

export interface RequestContext {
  /** Who asks: a named client by its name. */
  readonly caller: Caller;
  /** As they hold for this caller. */
  readonly settings: InForce;
  /** In which this caller is told what we say. */
  readonly language: Language;
  /** How far the owner's paths are open to the caller; undefined at every other path. */
  readonly power: Power | undefined;
  readonly trace: Trace;
  /** Only these may answer, for a path that names one side of Google; undefined: as the settings say. */
  readonly kinds: readonly CredentialKind[] | undefined;
  /** The request's: comes when the client leaves. */
  readonly ending: Ending;
  /** When it came, in ms since the epoch. */
  readonly arrivedAt: number;
}

/** What became of one request, gathered while it is answered; the log is written from it. */
export interface Trace {
  /** Whether texts are kept. */
  readonly withBodies: boolean;
  /** Whoever asks has shown who they are, or need not. */
  admitted: boolean;
  model: string | undefined;
  readonly attempts: AttemptRecord[];
  usage: Usage | undefined;
  fromCache: boolean;
  error: ProxyError | undefined;
  readonly texts: Record<'request' | 'converted' | 'upstream' | 'answer', string>;
}

/** What answers one route. @param params what stood in the place of the variable parts of its path, decoded */
export type Handler = (
  exchange: Exchange,
  context: RequestContext,
  params: Readonly<Record<string, string>>,
) => Reply | Promise<Reply>;
