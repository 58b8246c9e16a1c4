/** The terminal handler: a call goes to the model over the pool, and comes back observed. */
import type { GenerateContentResponse } from '../../google/wire.ts';
import type { GenerateCall, GenerateHandler, GenerateResult } from '../call.ts';
import type { CompleteStream, ModelClient } from '../model-client.ts';
import { batchesOf, createOutcomeObserver } from '../outcome.ts';

export const callModel =
  (client: ModelClient): GenerateHandler =>
  async (call) => {
    const { attempts, value } = await dispatch(client, call);
    const { model } = call;
    return { ...value, model, attempts, fromCache: false };
  };

type Answer = Pick<GenerateResult, 'batches' | 'complete' | 'outcome' | 'raw'>;

async function dispatch(
  client: ModelClient,
  call: GenerateCall,
): Promise<{ readonly value: Answer; readonly attempts: GenerateResult['attempts'] }> {
  if (call.mode === 'live') {
    const { value, attempts } = await client.stream(call);
    return { value: 'complete' in value ? whole(value) : value, attempts };
  }
  if (call.mode === 'buffered') {
    const { value, attempts } = await client.buffered(call);
    return { value: whole(value), attempts };
  }
  if (call.raw) {
    const { value, attempts } = await client.raw(call);
    const { raw, events, batches } = value;
    return { value: events === undefined ? { batches, raw } : { ...whole(observed(events)), raw }, attempts };
  }
  const { value, attempts } = await client.whole<GenerateContentResponse>('generateContent', call);
  return { value: whole(observed([value])), attempts };
}

function observed(events: readonly GenerateContentResponse[]): CompleteStream {
  const observer = createOutcomeObserver();
  const complete = observer.observe(events);
  return { complete, outcome: observer.outcome(false) };
}

const whole = ({ complete, outcome }: CompleteStream): Answer => ({
  complete,
  outcome,
  batches: batchesOf(complete, outcome),
});
