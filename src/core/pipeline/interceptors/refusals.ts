/** Google's refusals as errors, for the dialects whose clients do not know its form of them. */
import type { GenerateHandler } from '../call.ts';
import { readEvents } from '../call.ts';
import { refusalIn } from '../refusal.ts';

/** A call that wants `refusals` as errors gets no answer that says nothing but why it is none. */
export function refusals(next: GenerateHandler): GenerateHandler {
  return async (call) => {
    const result = await next(call);
    const { outcome, attempts } = result;
    if (call.refusals !== 'error' || (outcome !== 'blocked' && outcome !== 'stopped')) return result;
    throw refusalIn(await readEvents(result), attempts);
  };
}
