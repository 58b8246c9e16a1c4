/** The deltas of one choice of a stream, and what must be remembered of it from chunk to chunk. */
import { noticeOf } from '../../../../google/finish-reason.ts';
import type { Candidate } from '../../../../google/wire.ts';
import { encodeAnnotations } from './annotations.ts';
import { type PartSink, walkParts } from './answer-parts.ts';
import type { CallIds } from './call-ids.ts';
import type { EncodeContext } from './encode-context.ts';
import { encodeCall, encodeImage, extraContent, markdownImage } from './encode-parts.ts';
import { createContentMap } from './grounding-offsets.ts';
import { encodeLogprobs } from './logprobs.ts';
import { endingReason, refusalWords } from './refusal.ts';
import { sourceList } from './sources.ts';
import { createThinkTags } from './think-tags.ts';

export interface StreamedChoice {
  /** The events of one more piece of the candidate; '' when it says nothing to the client. */
  push(candidate: Candidate): string;
  /** Ends the choice as refused, in these words, whatever else Google says of it. */
  refuse(words: string): void;
  /** The last events: sources, refusal, and the one finish reason. */
  finish(): string;
}

/** The JSON around a delta, the same for all chunks of a stream. */
export interface ChunkFrame {
  /** `data: {"id":...,"choices":[` */
  readonly head: string;
  /** `]}` with what else the chunk says, and the event's end. */
  readonly tail: string;
}

export function createStreamedChoice(
  index: number,
  frame: ChunkFrame,
  context: EncodeContext,
  callId: CallIds,
): StreamedChoice {
  const head = `${frame.head}{"index":${index},"delta":{`;
  const tail = `},"finish_reason":null}${frame.tail}`;
  const content = createContentMap();
  const sources: Pick<Candidate, 'groundingMetadata' | 'citationMetadata'> = {};
  let out = '';
  let started = false;
  let spoke = false;
  let calls = 0;
  let images = 0;
  let audioId: string | undefined;
  let logprobs: string | undefined;
  let reason: string | undefined;
  let refusal: string | undefined;
  // Parts come in pieces: consecutive pieces of one kind are one part, as Google counts them in grounding.
  let part = -1;
  let kind: 'text' | 'thought' | 'other' | undefined;

  const nextPart = (next: typeof kind) => {
    if (next !== 'thought') {
      spoke = true;
      tags.close();
    }
    if (kind !== next || next === 'other') part++;
    kind = next;
  };
  /** Writes one chunk. `fields` is the delta's JSON without braces, so that only what varies is ever stringified. */
  const emit = (fields: string) => {
    const role = started ? '' : fields === '' ? '"role":"assistant"' : '"role":"assistant",';
    started = true;
    if (logprobs === undefined) out += head + role + fields + tail;
    else out += `${head}${role}${fields}},"logprobs":${logprobs},"finish_reason":null}${frame.tail}`;
    logprobs = undefined;
  };
  const write = (text: string, from?: number) => {
    content.add(text, from);
    emit(`"content":${JSON.stringify(text)}`);
  };
  const tags = createThinkTags(write);
  const sink: PartSink = {
    text(text) {
      if (text === '') return;
      nextPart('text');
      write(text, part);
    },
    reasoning(text) {
      if (text === '') return;
      nextPart('thought');
      if (context.thoughts === 'hidden') return;
      if (context.thoughts === 'think-tags') {
        tags.open();
        write(text);
      } else emit(`"reasoning_content":${JSON.stringify(text)}`);
    },
    written(text) {
      nextPart('other');
      write(text);
    },
    call(call, signature) {
      nextPart('other');
      const encoded = encodeCall(call, signature, context, callId);
      emit(`"tool_calls":[${JSON.stringify({ index: calls++, ...encoded })}]`);
    },
    image(image, signature) {
      nextPart('other');
      if (context.images === 'markdown') write(markdownImage(image));
      else emit(`"images":[${JSON.stringify(encodeImage(image, images++, signature))}]`);
    },
    audio({ data }) {
      nextPart('other');
      // The client joins the pieces, so they stay bare samples as in OpenAI's `pcm16`: no header may come between.
      audioId ??= `audio_${context.ids()}`;
      emit(`"audio":${JSON.stringify({ id: audioId, data })}`);
    },
    signature(signature) {
      emit(JSON.stringify(extraContent(signature)).slice(1, -1));
    },
  };
  const flush = (): string => {
    const events = out;
    out = '';
    return events;
  };

  return {
    push(candidate) {
      if (candidate.logprobsResult !== undefined) logprobs = JSON.stringify(encodeLogprobs(candidate.logprobsResult));
      if (candidate.content?.parts) walkParts(candidate.content.parts, sink);
      if (logprobs !== undefined) emit('');
      if (candidate.finishReason) reason = candidate.finishReason;
      // Repeated from chunk to chunk, at times without the sources: the last that names any counts.
      if (candidate.groundingMetadata?.groundingChunks) sources.groundingMetadata = candidate.groundingMetadata;
      if (candidate.citationMetadata) sources.citationMetadata = candidate.citationMetadata;
      return flush();
    },
    refuse(words) {
      refusal = words;
    },
    finish() {
      tags.close();
      const annotations = encodeAnnotations(sources, content);
      const list = context.listSources ? sourceList(sources.groundingMetadata, context.language) : '';
      if (list !== '') emit(`"content":${JSON.stringify(list)}`);
      if (annotations.length > 0) emit(`"annotations":${JSON.stringify(annotations)}`);
      const words = refusal ?? refusalWords({ reason, spoke }, context);
      // Some clients read `content` of whatever they get: it is there in any message, empty if need be.
      const empty = started ? '' : '"content":"",';
      if (words !== undefined && context.refusalsAs === 'content') write(noticeOf(words, spoke));
      else if (words !== undefined) emit(`${empty}"refusal":${JSON.stringify(words)}`);
      const end = refusal === undefined ? endingReason({ reason, spoke }, calls > 0) : 'content_filter';
      const delta = started ? '' : '"role":"assistant","content":""';
      out += `${head}${delta}},"finish_reason":"${end}"}${frame.tail}`;
      return flush();
    },
  };
}
