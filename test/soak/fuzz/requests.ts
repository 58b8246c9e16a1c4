/** Mutated requests: each is answered or refused in words, and nothing breaks. */
import type { Answer, Ask } from '../../http/driver.ts';
import { post } from '../../http/driver.ts';
import { diceOf } from '../../support/dice.ts';
import { seedRequests } from './corpus.ts';
import { mutate, mutateText } from './mutate.ts';
import { faultOf } from './verdict.ts';

export type AskFuzzed = (path: string, ask: Ask) => Promise<Answer>;

/** What a failure is shown with; more would fill the screen. */
const SHOWN = 600;
const AT_ONCE = 20;

const bodies = seedRequests.map(({ body }) => body);

export function mutatedRequest(seed: number, number: number): readonly [path: string, body: string] {
  const dice = diceOf(seed, number);
  const { path, body } = dice.pick(seedRequests);
  const text = JSON.stringify(mutate(body, dice, bodies));
  return [path, dice.chance(0.05) ? mutateText(text, dice) : text];
}

/** @returns what was wrong, with the request; empty when nothing was. */
export async function fuzzRequests(ask: AskFuzzed, seed: number, count: number): Promise<string[]> {
  const faults: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count && faults.length < 5) {
      const number = next++;
      const [path, body] = mutatedRequest(seed, number);
      const answer = await ask(path, post(body)).catch((error: unknown) => ({
        status: 0,
        headers: {},
        text: String(error),
      }));
      const fault = faultOf(path, answer);
      if (fault !== undefined)
        faults.push(
          `${number} ${path}: ${fault}: ${answer.status} ${answer.text.slice(0, SHOWN)}\n${body.slice(0, SHOWN)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return faults;
}
