/** What a test can tell the fake to do, and which request it is for. */
import type { GenerateContentResponse } from '../../src/core/google/wire.ts';
import type { ErrorKind } from './errors.ts';
import type { RecordedRequest } from './record.ts';

/** All given fields must fit. A field that is absent fits every request. */
export interface Matcher {
  readonly key?: string;
  /** Without `models/`. */
  readonly model?: string;
  readonly method?: string;
  readonly when?: (request: RecordedRequest) => boolean;
}

/** When the bytes leave. All times in ms; a client that goes away ends the waiting. */
export interface Pace {
  /** Silence before the status line. */
  readonly beforeHead?: number;
  /** Silence between the head and the first byte of the body. */
  readonly beforeFirstByte?: number;
  /** Silence between two chunks; wins over the server's `chunkDelay`. */
  readonly betweenChunks?: number;
  /** One long silence before the chunk with index `at` (from 0). */
  readonly gap?: { readonly at: number; readonly ms: number };
  /** Tear the connection down after so many chunks of the body; 0 does it before the head. */
  readonly cutAfter?: number;
}

/** What is said. At most one of these; none: the default answer, only at another pace. */
export interface Say {
  /** A Google error by kind; `message`, `retryDelay` (s) and `limit` refine it. */
  readonly error?: ErrorKind;
  readonly message?: string;
  readonly retryDelay?: number;
  readonly limit?: number;
  /** The answer's text; an array gives the chunks of a stream. */
  readonly text?: string | readonly string[];
  /** Whole events of a stream; a call that does not stream is answered with the first. */
  readonly chunks?: readonly GenerateContentResponse[];
  /** Exact bytes of the body, one network write each, with `status` (200) and `contentType`. */
  readonly raw?: readonly (string | Uint8Array)[];
  readonly status?: number;
  readonly contentType?: string;
  /** A well-formed answer with nothing in it and finishReason STOP. */
  readonly empty?: true;
  /** The default answer, but its last chunks with the finishReason never come although the body ends well. */
  readonly truncated?: true;
  /** The prompt is blocked for this `blockReason`. */
  readonly blocked?: string;
  /** An HTML page with status 200, as a captive portal answers. */
  readonly garbage?: true;
}

export type Behaviour = Pace & Say;

interface Rule {
  readonly matcher: Matcher;
  readonly behaviour: Behaviour;
  left: number;
}

export interface Script {
  /** `times` (default: for ever) requests that fit get this behaviour. Returns the function that takes it back. */
  add(matcher: Matcher, behaviour: Behaviour, times?: number): () => void;
  /** The behaviour for this request: the first rule, in the order they were added, that fits and is not used up. */
  take(request: RecordedRequest): Behaviour;
  clear(): void;
}

export function createScript(): Script {
  let rules: Rule[] = [];
  return {
    add(matcher, behaviour, times = Number.POSITIVE_INFINITY) {
      const rule: Rule = { matcher, behaviour, left: times };
      rules.push(rule);
      return () => {
        rules = rules.filter((other) => other !== rule);
      };
    },
    take(request) {
      const rule = rules.find((candidate) => candidate.left > 0 && fits(candidate.matcher, request));
      if (rule === undefined) return {};
      rule.left -= 1;
      return rule.behaviour;
    },
    clear() {
      rules = [];
    },
  };
}

const fits = ({ key, model, method, when }: Matcher, request: RecordedRequest): boolean =>
  (key === undefined || key === request.key) &&
  (model === undefined || model === request.model) &&
  (method === undefined || method === request.method) &&
  (when === undefined || when(request));
