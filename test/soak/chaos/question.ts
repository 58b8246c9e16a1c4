/** One question of the chaos: how it is asked, and whether what came back is its answer or one clear error. */
import type { Answer, Ask } from '../../http/driver.ts';
import { events, post } from '../../http/driver.ts';

export const forms = ['chat', 'chat stream', 'native', 'native stream', 'native array'] as const;
export type Form = (typeof forms)[number];

export type Verdict = 'right' | 'error' | 'blocked';

/** The right answer, in pieces; no two questions have the same. */
export const piecesOf = (number: number): string[] =>
  Array.from({ length: 6 }, (_, index) => `answer ${number}, 第 ${index} 段. `);

const mark = (number: number) => `question ${number}.`;

/** Which question a call of the fake belongs to. */
export const asks = (number: number) => {
  const words = mark(number);
  return ({ body }: { readonly body: unknown }) => JSON.stringify(body ?? null).includes(words);
};

export function askOf(number: number, form: Form): readonly [path: string, ask: Ask] {
  const text = mark(number);
  const native = post({ contents: [{ role: 'user', parts: [{ text }] }] });
  const model = '/gemini/v1beta/models/gemini-2.5-flash';
  switch (form) {
    case 'native':
      return [`${model}:generateContent`, native];
    case 'native stream':
      return [`${model}:streamGenerateContent?alt=sse`, native];
    case 'native array':
      return [`${model}:streamGenerateContent`, native];
    default: {
      const messages = [{ role: 'user', content: text }];
      return ['/v1/chat/completions', post({ model: 'gemini-2.5-flash', messages, stream: form === 'chat stream' })];
    }
  }
}

/** @throws {Error} when the answer is neither right nor a clear error. */
export function judge(number: number, form: Form, answer: Answer): Verdict {
  const expected = piecesOf(number).join('');
  const said = read(form, answer);
  const fault = (what: string) =>
    new Error(`question ${number} (${form}): ${what}: ${answer.status} ${JSON.stringify(answer.text.slice(-600))}`);
  if (said.error !== undefined) {
    if (!isClear(said.error, form)) throw fault('not a clear error');
    if (!expected.startsWith(said.text)) throw fault('words of another answer before the error');
    return 'error';
  }
  if (answer.status !== 200) throw fault('a failure without an error object');
  if (said.blocked) return 'blocked';
  // A whole native answer passes as Google wrote it.
  if (!said.ended && form !== 'native') throw fault('no end and no error');
  if (said.text !== expected) throw fault('not the right answer');
  return 'right';
}

interface Said {
  readonly text: string;
  readonly error?: Readonly<Record<string, unknown>> | undefined;
  readonly ended: boolean;
  readonly blocked: boolean;
}

/** What the two dialects have between them in one piece of an answer. */
interface Piece {
  readonly error?: Readonly<Record<string, unknown>>;
  readonly choices?: ReadonlyArray<{
    readonly delta?: { readonly content?: string | null };
    readonly message?: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }>;
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly candidates?: ReadonlyArray<{
    readonly content?: { readonly parts?: ReadonlyArray<{ readonly text?: string }> };
    readonly finishReason?: string;
  }>;
}

function read(form: Form, answer: Answer): Said {
  const pieces = piecesIn(form, answer);
  const ends = pieces.flatMap(({ choices = [], candidates = [] }) => [
    ...choices.map(({ finish_reason }) => finish_reason),
    ...candidates.map(({ finishReason }) => finishReason),
  ]);
  return {
    text: pieces.map(textOf).join(''),
    error: pieces.find(({ error }) => error !== undefined)?.error,
    ended: ends.some((end) => end === 'stop' || end === 'STOP'),
    blocked: ends.includes('content_filter') || pieces.some(({ promptFeedback }) => promptFeedback?.blockReason),
  };
}

function piecesIn(form: Form, answer: Answer): Piece[] {
  const isStream = answer.status === 200 && (form === 'chat stream' || form === 'native stream');
  if (!isStream) return [JSON.parse(answer.text) as Piece | Piece[]].flat();
  const unified = { ...answer, text: answer.text.replaceAll('\r\n', '\n') };
  return events(unified)
    .filter((data) => data !== '[DONE]' && !data.startsWith(':'))
    .map((data) => JSON.parse(data) as Piece);
}

const textOf = ({ choices = [], candidates = [] }: Piece): string =>
  [
    ...choices.map(({ delta, message }) => delta?.content ?? message?.content ?? ''),
    ...candidates.flatMap(({ content }) => content?.parts?.map(({ text }) => text ?? '') ?? []),
  ].join('');

/** Says what, in words and by a name that programs know, and is no fault of our own. */
function isClear(error: Readonly<Record<string, unknown>>, form: Form): boolean {
  const { message, code, type, status } = error;
  if (typeof message !== 'string' || message === '' || code === 'internal' || message.includes('Hajimi failed')) {
    return false;
  }
  return form.startsWith('native')
    ? typeof code === 'number' && typeof status === 'string'
    : typeof code === 'string' && typeof type === 'string';
}
