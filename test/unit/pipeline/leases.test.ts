// covers: src/core/pipeline, src/core/pool/lease.ts
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/contract/settings/table.ts';
import type { Upstream } from '../../../src/core/google/client.ts';
import type { Mode } from '../../../src/core/pipeline/call.ts';
import { createModelClient } from '../../../src/core/pipeline/model-client.ts';
import { createPipeline } from '../../../src/core/pipeline/pipeline.ts';
import { UpstreamFailure } from '../../../src/core/pool/types.ts';
import { createEnding } from '../../../src/core/utils/ending.ts';
import { settled } from '../../support/clock.ts';
import { bench, failures, names } from '../pool/bench.ts';
import { callOf, saying } from './layers.ts';

type Outcome = 'good' | 'empty' | 'cut' | 'broken' | 'hangs' | 'overloaded' | 'key-invalid';

/** A body that behaves as that of `fetch`: it errors when its request is aborted. */
function bodyOf(outcome: Outcome, signal: AbortSignal): ReadableStream<Uint8Array> {
  const bytes = (event: object) => new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
  const piece = (text: string) => ({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] });
  const events =
    outcome === 'empty' ? [saying('')] : outcome === 'good' ? [piece('a'), saying('b')] : [piece('a'), piece('b')];
  let at = 0;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    async pull(controller) {
      await settled();
      if (signal.aborted) return;
      const event = events[at++];
      if (event !== undefined) controller.enqueue(bytes(event));
      else if (outcome === 'broken') controller.error(new TypeError('terminated'));
      else if (outcome === 'hangs') await new Promise((wake) => signal.addEventListener('abort', wake));
      else controller.close();
    },
  });
}

const outcomes = fc.constantFrom<Outcome>('good', 'empty', 'cut', 'broken', 'hangs', 'overloaded', 'key-invalid');
const questions = fc.record({
  mode: fc.constantFrom<Mode>('whole', 'buffered', 'live'),
  body: fc.constantFrom('{"contents":[]}', '{"contents":[1]}'),
  /** Turns of the event loop until the client leaves, and batches that it reads before. */
  leavesAfter: fc.nat(8),
  reads: fc.nat(3),
});
const choices = fc.record({
  concurrentRequests: fc.integer({ min: 1, max: 3 }),
  increaseConcurrentOnFailure: fc.nat(2),
  keepOtherAnswers: fc.boolean(),
  continueCutAnswers: fc.boolean(),
  singleFlightWindow: fc.constantFrom(0, 10),
});

test('whatever happens to a call, its key is given back once', async () => {
  await fc.assert(
    fc.asyncProperty(
      choices,
      fc.array(outcomes, { minLength: 1, maxLength: 6 }),
      fc.array(questions, { minLength: 1, maxLength: 4 }),
      async (chosen, script, asked) => {
        const settings = { ...defaultSettings, ...chosen, maxEmptyResponses: 2, maxRetryNum: 4 };
        const { pool, clock } = await bench({ settings });
        await pool.syncFromEnv(names(8).map((name) => `AIzaSy${name}`));
        let ended = 0;
        pool.onAttempt(() => ended++);
        let calls = 0;
        const upstream: Upstream = {
          async call(_, { ending, path }) {
            const outcome = script[calls++ % script.length] ?? 'good';
            await settled();
            ending.throwIfEnded();
            if (outcome === 'overloaded') throw new UpstreamFailure(failures.overloaded());
            if (outcome === 'key-invalid') throw new UpstreamFailure(failures.invalid());
            if (path.includes(':stream')) return new Response(bodyOf(outcome, ending.signal));
            return Response.json(outcome === 'empty' ? saying('') : saying('a'));
          },
        };
        const generate = createPipeline({
          client: createModelClient({ pool, upstream }),
          settings: () => settings,
          clock,
        });

        await Promise.all(
          asked.map(async ({ mode, body, leavesAfter, reads }) => {
            const client = createEnding();
            const reading = (async () => {
              const { batches } = await generate(callOf({ mode, body, ending: client.ending }));
              let left = reads;
              for (let batch = await batches.next(); batch !== undefined && left-- > 0; ) batch = await batches.next();
              batches.cancel('enough');
            })().catch(() => undefined);
            for (let turn = 0; turn < leavesAfter; turn++) await settled();
            client.end();
            await reading;
          }),
        );
        // Answers that are kept are read on for a while.
        for (let turn = 0; turn < 200 && ended < calls; turn++) await settled();
        expect(ended).toBe(calls);
      },
    ),
    { numRuns: 60 },
  );
});
