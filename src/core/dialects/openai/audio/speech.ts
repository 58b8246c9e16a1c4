/** `POST /v1/audio/speech`: decode, ask, encode. */
import type { GenerateContentResponse } from '../../../google/wire.ts';
import type { Services } from '../../../services.ts';
import { readJson } from '../../delivery/read-json.ts';
import { resolveBody } from '../chat/resolve-body.ts';
import { decodeSpeech, encodeSpeech } from './speech-codec.ts';

/** @throws {ProxyError} */
export async function speech(services: Services, request: Request): Promise<Response> {
  const job = decodeSpeech(resolveBody(services, await readJson(request)).body);
  const { value } = await services.generator.whole<GenerateContentResponse>('generateContent', {
    model: job.upstreamModel,
    body: JSON.stringify(job.body),
    signal: request.signal,
  });
  const { mimeType, bytes } = encodeSpeech(value, job);
  return new Response(bytes, { headers: { 'content-type': mimeType } });
}
