/** `POST /v1/audio/speech`: decode, ask, encode. */
import type { GenerateContentResponse } from '../gemini/wire.ts';
import { readJson } from '../http/read-json.ts';
import type { Services } from '../services.ts';
import { decodeSpeech, encodeSpeech } from './speech.ts';

/** @throws {ProxyError} */
export async function speech({ generator }: Services, request: Request): Promise<Response> {
  const job = decodeSpeech(await readJson(request));
  const { value } = await generator.whole<GenerateContentResponse>('generateContent', {
    model: job.upstreamModel,
    body: JSON.stringify(job.body),
    signal: request.signal,
  });
  const { mimeType, bytes } = encodeSpeech(value, job);
  return new Response(bytes, { headers: { 'content-type': mimeType } });
}
