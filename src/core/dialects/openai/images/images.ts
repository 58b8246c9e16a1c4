/** `POST /v1/images/generations` and `/v1/images/edits`: decode, ask as often as images are wanted, encode. */
import { ProxyError } from '../../../errors.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';
import type { Services } from '../../../services.ts';
import { isObject } from '../../../utils/json/json.ts';
import { linkedAbort } from '../../../utils/streams/linked-abort.ts';
import { jsonResponse } from '../../../utils/web/json-response.ts';
import { readForm } from '../../../utils/web/request-bytes.ts';
import { readJson } from '../../delivery/read-json.ts';
import { resolveBody } from '../chat/resolve-body.ts';
import { decodeImageEdit, decodeImageGeneration, type ImageJob } from './decode.ts';
import { encodeImages, type PredictResponse } from './encode.ts';

/** @throws {ProxyError} */
export async function imageGenerations(services: Services, request: Request): Promise<Response> {
  const { body } = resolveBody(services, await readJson(request));
  return draw(services, decodeImageGeneration(body), request.signal);
}

/** @throws {ProxyError} */
export async function imageEdits(services: Services, request: Request): Promise<Response> {
  const form = await readForm(request).catch(() => {
    throw new ProxyError('invalid_value', { field: 'body', reason: 'must be multipart/form-data' });
  });
  const { body } = resolveBody(services, { model: form.get('model') });
  if (isObject(body) && typeof body.model === 'string') form.set('model', body.model);
  return draw(services, await decodeImageEdit(form), request.signal);
}

async function draw({ generator, ports }: Services, job: ImageJob, signal: AbortSignal): Promise<Response> {
  const ending = linkedAbort(signal);
  const call = { model: job.upstreamModel, body: JSON.stringify(job.body), signal: ending.signal };
  try {
    const results = await Promise.all(
      Array.from({ length: job.calls }, () =>
        generator.whole<GenerateContentResponse & PredictResponse>(job.method, call),
      ),
    );
    const created = Math.floor(ports.clock.now() / 1000);
    return jsonResponse(
      encodeImages(
        results.map(({ value }) => value),
        job,
        created,
      ),
    );
  } catch (error) {
    ending.abort();
    throw error;
  }
}
