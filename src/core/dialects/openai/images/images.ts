/** `POST /v1/images/generations` and `/v1/images/edits`: decode, ask as often as images are wanted, encode. */
import type { Handler, RequestContext } from '../../../context.ts';
import { ProxyError } from '../../../errors.ts';
import { jsonReply, type Reply } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';
import { traced } from '../../../log/trace.ts';
import { callOf } from '../../../pipeline/call.ts';
import type { ModelClient } from '../../../pipeline/model-client.ts';
import type { Clock } from '../../../ports.ts';
import { follow } from '../../../utils/ending.ts';
import { isObject } from '../../../utils/json/json.ts';
import { readForm } from '../../../web.ts';
import { readJson } from '../../delivery/read-json.ts';
import { resolveBody } from '../chat/resolve-body.ts';
import { decodeImageEdit, decodeImageGeneration, type ImageJob } from './decode.ts';
import { encodeImages, type PredictResponse } from './encode.ts';

export interface ImagesDeps {
  readonly client: Pick<ModelClient, 'whole'>;
  readonly models: Pick<ModelCatalog, 'knows'>;
  readonly clock: Pick<Clock, 'now'>;
}

export const imageGenerations =
  (deps: ImagesDeps): Handler =>
  async (exchange, context) => {
    const { body } = resolveBody(await readJson(exchange), context.settings, deps.models.knows);
    return draw(deps, decodeImageGeneration(body), context);
  };

export const imageEdits =
  (deps: ImagesDeps): Handler =>
  async (exchange, context) => {
    const form = await readForm(exchange).catch(() => {
      throw new ProxyError('invalid_value', { field: 'body', reason: 'must be multipart/form-data' });
    });
    const { body } = resolveBody({ model: form.get('model') }, context.settings, deps.models.knows);
    if (isObject(body) && typeof body.model === 'string') form.set('model', body.model);
    return draw(deps, await decodeImageEdit(form), context);
  };

async function draw({ client, clock }: ImagesDeps, job: ImageJob, context: RequestContext): Promise<Reply> {
  // When one of the calls fails, nobody waits for the others.
  const { ending, end, detach } = follow(context.ending);
  const call = callOf(context, job.upstreamModel, JSON.stringify(job.body), ending);
  try {
    const results = await Promise.all(
      Array.from({ length: job.calls }, () =>
        traced(context.trace, call, client.whole<GenerateContentResponse & PredictResponse>(job.method, call)),
      ),
    );
    const created = Math.floor(clock.now() / 1000);
    return jsonReply(
      encodeImages(
        results.map(({ value }) => value),
        job,
        created,
      ),
    );
  } catch (error) {
    end();
    throw error;
  } finally {
    detach();
  }
}
