/** The terminal handler: a call goes to the model over the pool, and comes back observed. */
import type { GenerateContentResponse } from '../../google/wire.ts';
import type { GenerateHandler, GenerateResult } from '../call.ts';
import type { CompleteStream, ModelClient } from '../model-client.ts';
import { batchesOf, createOutcomeObserver } from '../outcome.ts';

export const callModel =
  (client: ModelClient): GenerateHandler =>
  async (call) => {
    const { model } = call;
    const about = (attempts: GenerateResult['attempts']) => ({ model, attempts, fromCache: false });
    if (call.mode === 'live') {
      const { value, attempts } = await client.stream(call);
      return { ...about(attempts), ...('complete' in value ? whole(value) : value) };
    }
    if (call.mode === 'buffered') {
      const { value, attempts } = await client.buffered(call);
      return { ...about(attempts), ...whole(value) };
    }
    if (call.raw) {
      const { value, attempts } = await client.raw(call);
      const { raw, events, batches } = value;
      return { ...about(attempts), ...(events === undefined ? { batches } : whole(observed(events))), raw };
    }
    const { value, attempts } = await client.whole<GenerateContentResponse>('generateContent', call);
    return { ...about(attempts), ...whole(observed([value])) };
  };

function observed(events: readonly GenerateContentResponse[]): CompleteStream {
  const observer = createOutcomeObserver();
  const complete = observer.observe(events);
  return { complete, outcome: observer.outcome(false) };
}

const whole = ({ complete, outcome }: CompleteStream) => ({
  complete,
  outcome,
  batches: batchesOf(complete, outcome),
});
