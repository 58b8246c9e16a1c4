import type { ModelCall } from '../pipeline/call.ts';
import type { WholeAnswer } from '../pipeline/model-client.ts';
import type { Caller } from '../ports.ts';
import type { Services } from '../services.ts';
import { followAnswer, noteFailure, noteQuestion, type Trace } from './trace.ts';

/** The same services for one request of one client: what they are asked, and what comes of it, is noted. */
export function tracedServices(services: Services, trace: Trace, caller: Caller): Services {
  const client = caller.id;
  const { engine, generator, pool } = services;

  async function noting<T>(answering: Promise<T>): Promise<T> {
    try {
      return await answering;
    } catch (error) {
      noteFailure(trace, error);
      throw error;
    }
  }

  return {
    ...services,
    engine: {
      async answer(question) {
        noteQuestion(trace, question.model, question.body);
        return followAnswer(trace, await noting(engine.answer({ ...question, callerId: client })));
      },
    },
    generator: {
      ...generator,
      async whole<T extends WholeAnswer>(method: string, call: ModelCall) {
        noteQuestion(trace, call.model, call.body);
        const result = await noting(generator.whole<T>(method, { ...call, callerId: client }));
        trace.attempts.push(...result.attempts);
        return result;
      },
    },
    pool: {
      ...pool,
      async run(job) {
        trace.model = job.model || undefined;
        const result = await noting(pool.run({ ...job, callerId: client }));
        trace.attempts.push(...result.attempts);
        return result;
      },
    },
  };
}
