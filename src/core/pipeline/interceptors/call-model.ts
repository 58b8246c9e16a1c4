/** The innermost layer: a question goes to the pool, and its answer is listened to for how it ends. */
import { ProxyError } from '../../errors.ts';
import type { GenerateContentResponse } from '../../google/wire.ts';
import { through } from '../../utils/streams/map-stream.ts';
import { type Ask, type Events, eventsOf, type Question } from '../call.ts';
import type { Generator } from '../model-client.ts';
import { createListener, isWorthAsking } from '../outcome.ts';
import { noAnswer } from './no-answer.ts';

export function askPool(generator: Generator): Ask {
  return async (question) => {
    const { model } = question;
    const { attempts, ...answer } = await put(generator, question);
    const streamed = question.mode !== 'whole';
    const known = { ...answer, model, attempts, fromCache: false, events: judged(answer.events, streamed) };
    if (answer.complete === undefined) return known;
    const listener = createListener();
    listener.hear(answer.complete);
    return { ...known, verdict: listener.verdict(streamed) };
  };
}

async function put(generator: Generator, question: Question) {
  if (question.mode === 'live') {
    const { value, attempts } = await generator.stream(question);
    return { ...value, attempts };
  }
  if (question.mode === 'buffered') {
    const { value, attempts } = await generator.buffered(question);
    return { events: eventsOf(value), complete: value, attempts };
  }
  if (question.raw) {
    const { value, attempts } = await generator.raw(question);
    return { ...value, attempts };
  }
  const { value, attempts } = await generator.whole<GenerateContentResponse>('generateContent', question);
  return { events: eventsOf([value]), complete: [value], attempts };
}

/** The events, and a `ProxyError` after the last where they turned out to be no whole answer. */
function judged(events: Events, streamed: boolean): Events {
  const listener = createListener();
  return through(events, {
    each(batch) {
      listener.hear(batch);
      return batch;
    },
    end() {
      const verdict = listener.verdict(streamed);
      if (verdict === 'cut') throw new ProxyError('answer_truncated');
      if (isWorthAsking(verdict)) throw noAnswer(verdict, 1, []);
    },
  });
}
