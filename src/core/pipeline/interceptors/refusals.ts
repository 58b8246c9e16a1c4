/** Google's refusals as errors, for the dialects whose clients do not know its form of them. */
import { type Interceptor, readEvents } from '../call.ts';
import { refusalIn } from '../refusal.ts';

/** A call that wants `refusals` as errors gets no answer that says nothing but why it is none. */
export const refusals: Interceptor = {
  applies: (call) => call.refusals === 'error',
  around: (next) => async (call) => {
    const result = await next(call);
    const { outcome, attempts } = result;
    if (outcome !== 'blocked' && outcome !== 'stopped') return result;
    throw refusalIn(await readEvents(result), attempts);
  },
};
