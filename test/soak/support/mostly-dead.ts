/** A thousand keys of which ten answer: what is left of a pool that nobody has looked after. */
import type { FakeGemini } from '../../fake-gemini/server.ts';

const key = (name: string, index: number) => `AIzaSy${`${name}${index}`.padEnd(33, '-')}`;

export const mostlyDeadKeys: readonly string[] = Array.from({ length: 1000 }, (_, index) =>
  key(index % 100 === 57 ? 'GOOD' : 'SPENT', index),
);

/** The fake answers with the ten good keys; all others have used up their day. */
export function spendMost(fake: FakeGemini): void {
  fake.script({ when: ({ key }) => key.includes('SPENT') }, { error: 'day-quota' });
}

/** Upstream calls that were made for `requests` answers, for each of them. */
export const triesPerRequest = (fake: FakeGemini, requests: number): number =>
  fake.requests.filter(({ method }) => method !== 'models.list').length / requests;
