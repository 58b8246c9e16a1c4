/** The worker is killed again and again under many requests at once. */

import { startBench } from '../../e2e/support/bench.ts';
import { stopWorker } from '../../e2e/support/owner.ts';
import { type Dice, diceOf } from '../../support/dice.ts';

const forms = ['stream', 'whole', 'xhr'] as const;
type Form = (typeof forms)[number];

/**
 * Asks in so many lanes, one question after the other, until the worker was killed so many times. Resolves when all is
 * answered and the upstream has nothing open any more.
 * @param seed fixes how each question is asked and answered, and the moments of the kills.
 * @returns how many requests ended how: `right`, `network error`, or what came instead of these.
 */
export async function killUnderLoad(kills: number, lanes: number, seed: number): Promise<Record<string, number>> {
  const dice = diceOf(seed);
  const bench = await startBench();
  const { fake } = bench;
  await bench.owner.configure(fake.url, [], { maxRequestsPerDayPerIp: 0 });
  const page = await bench.open();
  const ends: Record<string, number> = {};
  let [asked, killing] = [0, true];

  async function lane() {
    while (killing) {
      const number = asked++;
      const form = dice.pick(forms);
      const undo = fake.script(
        { when: ({ body }) => JSON.stringify(body).includes(`question ${number}.`) },
        { text: piecesOf(number), ...paceOf(dice) },
      );
      const end = verdict(number, form, await page.evaluate(ask, { number, form }));
      ends[end] = (ends[end] ?? 0) + 1;
      undo();
    }
  }

  try {
    const running = Array.from({ length: lanes }, lane);
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((resolve) => setTimeout(resolve, dice.below(800)));
      await stopWorker(page);
    }
    killing = false;
    await Promise.all(running);
    await fake.waitFor(() => fake.requests.every(({ done }) => done));
  } finally {
    await bench.close();
  }
  return ends;
}

/** In ms. Short: Chromium asks one host no more than six things at once over HTTP/1.1, and all others wait for these. */
const paceOf = (dice: Dice) => ({ beforeHead: dice.below(60), betweenChunks: dice.below(20) });

/** No two questions have the same answer, and none is a part of another's. */
const piecesOf = (number: number) => [1, 2, 3, 4].map((piece) => `[${number}, 第 ${piece} 段]`);

interface Result {
  readonly status: number;
  readonly text: string;
  readonly error?: string;
}

function verdict(number: number, form: Form, { status, text, error }: Result): string {
  if (error !== undefined) return error.startsWith('TypeError: Failed to fetch') ? 'network error' : error;
  if (status === 503 && text.includes('the connection to Hajimi broke')) return 'network error';
  const events = form === 'whole' ? [text] : text.trimEnd().replaceAll('data: ', '').split('\n\n');
  const wrong = `question ${number} (${form}): ${status} ${text}`;
  if (form !== 'whole' && events.pop() !== '[DONE]') return wrong;
  const said = events.map((json) => JSON.parse(json).choices?.[0]).map((choice) => choice?.delta ?? choice?.message);
  return said.map((words) => words?.content ?? '').join('') === piecesOf(number).join('') ? 'right' : wrong;
}

/** Runs in the page. A request that hangs ends in a TimeoutError. */
async function ask({ number, form }: { number: number; form: Form }): Promise<Result> {
  const url = 'https://hajimi.invalid/v1/chat/completions';
  const messages = [{ role: 'user', content: `question ${number}.` }];
  const body = JSON.stringify({ model: 'gemini-2.5-flash', stream: form !== 'whole', messages });
  const patience = 120_000;
  if (form !== 'xhr') {
    return fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(patience) })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((error) => ({ status: 0, text: '', error: String(error) }));
  }
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', url);
    xhr.timeout = patience;
    xhr.onload = () => resolve({ status: xhr.status, text: xhr.responseText });
    xhr.onerror = () => resolve({ status: 0, text: '', error: 'TypeError: Failed to fetch' });
    xhr.ontimeout = () => resolve({ status: 0, text: '', error: 'TimeoutError' });
    xhr.send(body);
  });
}
