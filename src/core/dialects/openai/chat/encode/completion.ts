/** Gemini's whole answer to OpenAI's `chat.completion` (docs/design/translation.md#whole-answers). */
import { blockedPromptWords, blockReasonOf, noticeOf } from '../../../../google/finish-reason.ts';
import type { Blob, Candidate, GenerateContentResponse } from '../../../../google/wire.ts';
import { joinSoundBase64 } from '../../audio/wav.ts';
import type { ChatCompletion, Choice, Message, ToolCall } from '../../wire-response.ts';
import { encodeAnnotations } from './annotations.ts';
import { type PartSink, walkParts } from './answer-parts.ts';
import { type CallIds, createCallIds } from './call-ids.ts';
import type { EncodeContext } from './encode-context.ts';
import { encodeCall, encodeImage, extraContent, markdownImage } from './encode-parts.ts';
import { createContentMap } from './grounding-offsets.ts';
import { encodeLogprobs } from './logprobs.ts';
import { endingReason, refusalWords } from './refusal.ts';
import { sourceList } from './sources.ts';
import { createThinkTags } from './think-tags.ts';
import { encodeUsage } from './usage.ts';

/**
 * @param answers one, or several where `n` was fanned out into calls; their choices follow on each other, their usage
 * adds up. Calls to which Google gave no id of their own get one, in the answer itself too.
 */
export function encodeCompletion(answers: readonly GenerateContentResponse[], context: EncodeContext): ChatCompletion {
  const callId = createCallIds(context.ids, context.usedCallIds);
  const choices: Choice[] = [];
  for (const answer of answers) {
    const first = choices.reduce((next, { index }) => Math.max(next, index + 1), 0);
    const candidates = answer.candidates ?? [];
    candidates.forEach((candidate, position) => {
      choices.push(encodeChoice(candidate, first + (candidate.index ?? position), context, callId));
    });
    if (candidates.length === 0) choices.push(encodeNothing(answer, first, context));
  }
  return {
    id: context.id,
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: choices.sort((a, b) => a.index - b.index),
    usage: encodeUsage(answers.map((answer) => answer.usageMetadata)),
  };
}

function encodeChoice(candidate: Candidate, index: number, context: EncodeContext, callId: CallIds): Choice {
  let content = '';
  let reasoning = '';
  let textSignature: string | undefined;
  const calls: ToolCall[] = [];
  const images: NonNullable<Message['images']> = [];
  const sounds: Blob[] = [];
  let spoke = false;
  const map = createContentMap();

  const write = (text: string, part?: number) => {
    content += text;
    map.add(text, part);
  };
  const tags = createThinkTags(write);
  const beginWords = () => {
    spoke = true;
    tags.close();
  };
  const sink: PartSink = {
    text(text, part) {
      if (text !== '') beginWords();
      write(text, part);
    },
    written(text) {
      beginWords();
      write(text);
    },
    reasoning(text) {
      if (context.thoughts === 'hidden' || text === '') return;
      if (context.thoughts === 'think-tags') {
        tags.open();
        write(text);
      } else reasoning += text;
    },
    call(call, signature) {
      beginWords();
      calls.push(encodeCall(call, signature, context, callId));
    },
    image(image, signature) {
      beginWords();
      if (context.images === 'markdown') write(markdownImage(image));
      else images.push(encodeImage(image, images.length, signature));
    },
    audio(audio) {
      spoke = true;
      sounds.push(audio);
    },
    signature(signature) {
      textSignature = signature;
    },
  };
  walkParts(candidate.content?.parts ?? [], sink);
  tags.close();

  const annotations = encodeAnnotations(candidate, map);
  if (context.listSources) write(sourceList(candidate.groundingMetadata, context.language));
  const ending = { reason: candidate.finishReason, spoke };
  const words = refusalWords(ending, context);
  const inContent = context.refusalsAs === 'content';
  if (words !== undefined && inContent) write(noticeOf(words, spoke));
  const refusal = inContent ? null : (words ?? null);
  const message: Message = {
    role: 'assistant',
    // OpenAI's own null: a call or a refusal stands in place of words.
    content: content === '' && (calls.length > 0 || refusal !== null) ? null : content,
    refusal,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(images.length === 0 ? {} : { images }),
    ...(sounds.length === 0 ? {} : { audio: encodeAudio(sounds, context) }),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...extraContent(textSignature),
  };
  return {
    index,
    message,
    finish_reason: endingReason(ending, calls.length > 0),
    logprobs: encodeLogprobs(candidate.logprobsResult),
  };
}

/** A blocked prompt, or an answer without any candidate: one choice all the same, for clients that read `choices[0]`. */
function encodeNothing(answer: GenerateContentResponse, index: number, context: EncodeContext): Choice {
  const blocked = blockReasonOf(answer);
  const words = blocked && blockedPromptWords(blocked, answer.promptFeedback?.blockReasonMessage, context.language);
  const inContent = words !== undefined && context.refusalsAs === 'content';
  return {
    index,
    message: {
      role: 'assistant',
      content: inContent ? noticeOf(words, false) : words === undefined ? '' : null,
      refusal: inContent ? null : (words ?? null),
    },
    finish_reason: words === undefined ? 'stop' : 'content_filter',
    logprobs: null,
  };
}

/** Nothing is kept for a later `audio.id`: it expires as it is made. */
function encodeAudio(sounds: readonly Blob[], { ids, created }: EncodeContext): NonNullable<Message['audio']> {
  return { id: `audio_${ids()}`, data: joinSoundBase64(sounds), transcript: '', expires_at: created };
}
