/** With the setting `continueCutAnswers`: an answer that breaks off is asked to go on from where it stopped. */

import type { Settings } from '../../../contract/settings/table.ts';
import { type ErrorCode, isProxyError } from '../../errors.ts';
import type { GenerateContentRequest } from '../../google/wire.ts';
import { fromPulls } from '../../utils/streams/source.ts';
import type { Batches, GenerateCall, GenerateHandler, Interceptor } from '../call.ts';
import type { Batch } from '../outcome.ts';

/** An answer that breaks again and again will not be whole. */
const MOST_CONTINUATIONS = 3;

const breaks: ReadonlySet<ErrorCode> = new Set([
  'answer_truncated',
  'upstream_error',
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_overloaded',
]);

export const continueAnswers = (settings: () => Settings): Interceptor => ({
  applies: ({ mode }) => settings().continueCutAnswers && mode !== 'whole',
  around: (next) => async (call) => {
    const result = await next(call);
    // It may grow: what is known of its end is not known of the whole.
    return { ...result, complete: undefined, batches: continued(result.batches, call, next) };
  },
});

function continued(batches: Batches, call: GenerateCall, next: GenerateHandler): Batches {
  let rest = batches;
  let said: string | undefined = '';
  let left = MOST_CONTINUATIONS;

  async function pull(): Promise<Batch | undefined> {
    for (;;) {
      try {
        const batch = await rest.next();
        said = batch === undefined ? said : sayMore(said, batch);
        return batch;
      } catch (error) {
        const broke = isProxyError(error) && breaks.has(error.code);
        if (!broke || left === 0 || !said || call.ending.ended) throw error;
        left -= 1;
        const more = await next({ ...call, body: withSaid(call.body, said) }).catch(() => undefined);
        // Where nobody goes on, what the client has is an answer that broke off.
        if (more === undefined) throw error;
        rest = more.batches;
      }
    }
  }
  return fromPulls(pull, (reason) => rest.cancel(reason));
}

/** The text so far; undefined for an answer that is more than one text, which nobody can continue. */
function sayMore(said: string | undefined, { events }: Batch): string | undefined {
  let text = said;
  for (const { index = 0, content } of events.flatMap(({ candidates }) => candidates ?? [])) {
    for (const part of content?.parts ?? []) {
      if (part.thought) continue;
      if (index > 0 || part.text === undefined || part.functionCall !== undefined) return undefined;
      text = text === undefined ? undefined : text + part.text;
    }
  }
  return text;
}

/** Google goes on with a conversation whose last turn is the model's own. */
function withSaid(body: string, said: string): string {
  const request = JSON.parse(body) as GenerateContentRequest;
  return JSON.stringify({
    ...request,
    contents: [request.contents, { role: 'model', parts: [{ text: said }] }].flat(),
  });
}
