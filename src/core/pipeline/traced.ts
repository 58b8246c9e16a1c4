/** An answer of the pipeline, noted in the trace of the request that it is for. */
import type { Trace } from '../context.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import { grown, noteFailure, noteQuestion } from '../log/trace.ts';
import { through } from '../utils/streams/map-stream.ts';
import type { Answered, Ask, Events, Question } from './call.ts';

/** @throws what the pipeline throws. */
export async function tracedAnswer(trace: Trace, ask: Ask, question: Question): Promise<Answered> {
  noteQuestion(trace, question.model, question.body);
  try {
    const answered = await ask(question);
    trace.attempts.push(...answered.attempts);
    trace.fromCache = answered.fromCache;
    trace.model = answered.model;
    return { ...answered, events: followed(trace, answered) };
  } catch (error) {
    noteFailure(trace, error);
    throw error;
  }
}

/** The same events, noted as they are read. */
function followed(trace: Trace, { events }: Answered): Events {
  return through(events, {
    each(batch) {
      for (const event of batch) {
        if (event.usageMetadata) trace.usage = usageOf(event.usageMetadata);
        if (trace.withBodies) trace.texts.upstream = grown(trace.texts.upstream, `${JSON.stringify(event)}\n`);
      }
      return batch;
    },
    fail: (error) => noteFailure(trace, error),
  });
}
