/** Gemini's whole answer to OpenAI's `chat.completion` (SPEC section 6). */
import { blockedPromptWords, filteredAnswerWords, finishReason, isFiltered } from '../gemini/finish-reason.ts';
import type { Blob, Candidate, GenerateContentResponse } from '../gemini/wire.ts';
import { encodeAnnotations } from './annotations.ts';
import { type PartSink, walkParts } from './answer-parts.ts';
import { joinSoundBase64 } from './audio.ts';
import { type CallIds, createCallIds } from './call-ids.ts';
import { createContentMap } from './content-map.ts';
import type { EncodeContext } from './encode-context.ts';
import { encodeCall, encodeImage, extraContent, markdownImage } from './encode-parts.ts';
import { encodeLogprobs } from './logprobs.ts';
import { sourceList } from './source-list.ts';
import { createThinkTags } from './think-tags.ts';
import { encodeUsage } from './usage.ts';
import type { ChatCompletion, Choice, Message, ToolCall } from './wire-response.ts';

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
  const map = createContentMap();

  const write = (text: string, part?: number) => {
    content += text;
    map.add(text, part);
  };
  const tags = createThinkTags(write);
  const sink: PartSink = {
    text(text, part) {
      if (text !== '') tags.close();
      write(text, part);
    },
    written(text) {
      tags.close();
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
      tags.close();
      calls.push(encodeCall(call, signature, context, callId));
    },
    image(image, signature) {
      tags.close();
      if (context.images === 'markdown') write(markdownImage(image));
      else images.push(encodeImage(image, images.length, signature));
    },
    audio(audio) {
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
  const refusal = isFiltered(candidate.finishReason)
    ? filteredAnswerWords(candidate.finishReason ?? '', context.language)
    : null;
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
    finish_reason: finishReason(candidate.finishReason, calls.length > 0),
    logprobs: encodeLogprobs(candidate.logprobsResult),
  };
}

/** A blocked prompt, or an answer without any candidate: one choice all the same, for clients that read `choices[0]`. */
function encodeNothing(
  { promptFeedback }: GenerateContentResponse,
  index: number,
  { language }: EncodeContext,
): Choice {
  const { blockReason, blockReasonMessage } = promptFeedback ?? {};
  const blocked = blockReason !== undefined;
  return {
    index,
    message: {
      role: 'assistant',
      content: blocked ? null : '',
      refusal: blocked ? blockedPromptWords(blockReason, blockReasonMessage, language) : null,
    },
    finish_reason: blocked ? 'content_filter' : 'stop',
    logprobs: null,
  };
}

/** Nothing is kept for a later `audio.id`: it expires as it is made. */
function encodeAudio(sounds: readonly Blob[], { ids, created }: EncodeContext): NonNullable<Message['audio']> {
  return { id: `audio_${ids()}`, data: joinSoundBase64(sounds), transcript: '', expires_at: created };
}
