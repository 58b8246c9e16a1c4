/** `POST /v1/audio/speech`: decode, ask, encode. */
import type { Handler } from '../../../context.ts';
import { wholeReply } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';
import { traced } from '../../../log/trace.ts';
import { callOf } from '../../../pipeline/call.ts';
import type { ModelClient } from '../../../pipeline/model-client.ts';
import { readJson } from '../../delivery/read-json.ts';
import { resolveBody } from '../chat/resolve-body.ts';
import { decodeSpeech, encodeSpeech } from './speech-codec.ts';

export const speech =
  ({ client, models }: SpeechDeps): Handler =>
  async (exchange, context) => {
    const job = decodeSpeech(resolveBody(await readJson(exchange), context.settings, models.knows).body);
    const call = callOf(context, job.upstreamModel, JSON.stringify(job.body), context.ending);
    const answering = client.whole<GenerateContentResponse>('generateContent', call);
    const { mimeType, bytes } = encodeSpeech((await traced(context.trace, call, answering)).value, job);
    return wholeReply(bytes, { 'content-type': mimeType });
  };

export interface SpeechDeps {
  readonly client: Pick<ModelClient, 'whole'>;
  readonly models: Pick<ModelCatalog, 'knows'>;
}
