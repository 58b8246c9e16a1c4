/** The seam of the HTTP matrix: the same cases run against `app.fetch`, the Node server, and through the extension. */
import type { FakeGemini } from '../fake-gemini/server.ts';

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborts as a client that leaves; then `ask` rejects. */
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface World {
  /** The fake's base URL is already set; these are what a case may choose. */
  readonly keys: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** One way to reach the app. `open` gives a fresh one whose upstream is the fake. */
export interface Driver {
  readonly name: string;
  /** `network`: shows a password and can be refused; `site`: the origin's consent is the guard. */
  readonly trust: 'network' | 'site';
  open(fake: FakeGemini, world: World): Promise<Client>;
}

export interface Client {
  /** Path and query on the virtual origin or the relay. The password is shown unless `headers` sets `authorization`. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Calls `/api` as the owner; only where a network is in between, and others ask. */
  api?(path: string, ask?: Ask): Promise<Answer>;
  close(): Promise<void>;
}

/** A POST of JSON, as every client sends it. */
export const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): Ask => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const json = (answer: Answer) => JSON.parse(answer.text);

/** The `data:` payloads of an event stream. */
export const events = (answer: Answer): string[] =>
  answer.text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''));

export const password = 'matrix-password';
