/** The legacy `POST /v1/completions`, as a chat of one message (docs/design/translation.md#completions). */
import type { Completion, CompletionCreateParams } from 'openai/resources/completions';
import type { OpenAIErrorBody } from '../../../errors.ts';
import { fieldsOf, integer, refuse } from '../../fields.ts';
import type { ChatCompletion, FinishReason } from '../wire-response.ts';

/**
 * The body of a chat that asks the same; everything but the prompt goes on under its own name.
 * @throws {ProxyError} `invalid_value` that names the field.
 */
export function chatOfCompletion(body: unknown): Record<string, unknown> {
  const fields = fieldsOf<CompletionCreateParams>(body, '');
  const { prompt, logprobs: _, ...rest } = fields.values as Record<string, unknown>;
  const [only, ...more] = Array.isArray(prompt) ? prompt : [prompt];
  if (typeof only !== 'string' || only === '') return refuse('prompt', 'must be a string');
  if (more.length > 0) return refuse('prompt', 'must be a single prompt');
  const logprobs = integer(fields, 'logprobs');
  return {
    ...rest,
    messages: [{ role: 'user', content: only }],
    ...(logprobs === undefined ? {} : { logprobs: true, top_logprobs: logprobs }),
  };
}

export function completionOfChat({ choices, usage, id, created, model }: ChatCompletion): Completion {
  return {
    id,
    object: 'text_completion',
    created,
    model,
    choices: choices.map(({ index, message, finish_reason }) =>
      textChoice(index, message.content ?? '', finish_reason),
    ),
    usage,
  };
}

interface Chunk extends Pick<Completion, 'id' | 'created' | 'model' | 'usage'> {
  choices: Array<{ index: number; delta: { content?: string }; finish_reason: FinishReason | null }>;
}

/**
 * A chat's chunks in the legacy form, errors included. Parses what was just written: the price is paid by the few
 * that still call this endpoint.
 */
export function textEvents(events: string): string {
  return events.split('\n\n').map(textEvent).join('\n\n');
}

function textEvent(event: string): string {
  if (!event.startsWith('data: {')) return event;
  const chunk = JSON.parse(event.slice('data: '.length)) as Chunk | OpenAIErrorBody;
  return 'error' in chunk ? failedEvent(chunk) : legacyEvent(chunk);
}

/** Without `index`, as in a chat. */
const failedEvent = ({ error }: OpenAIErrorBody): string =>
  `data: ${JSON.stringify({ error, choices: [{ text: '', finish_reason: 'error' }] })}`;

function legacyEvent({ choices, ...chunk }: Chunk): string {
  const texts = choices.map(({ index, delta, finish_reason }) => ({
    text: delta.content ?? '',
    index,
    logprobs: null,
    finish_reason: finish_reason && legacyReason(finish_reason),
  }));
  return `data: ${JSON.stringify({ ...chunk, object: 'text_completion', choices: texts })}`;
}

const textChoice = (index: number, text: string, reason: FinishReason) => ({
  index,
  text,
  logprobs: null,
  finish_reason: legacyReason(reason),
});

/** The legacy endpoint knows no tools. */
const legacyReason = (reason: FinishReason) =>
  reason === 'length' || reason === 'content_filter' ? reason : ('stop' as const);
