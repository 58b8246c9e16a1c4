/**
 * Reasoning effort or budget as OpenAI, OpenRouter, Anthropic and the original hajimi spell it
 * (docs/design/translation.md#fields).
 */
import type { ThinkingWish } from '../../../../../google/transforms/thinking.ts';
import { type Effort, efforts } from '../../../../../models/series.ts';
import { type Fields, flag, integer, object, pathOf, refuse, text } from '../../../../fields.ts';
import type { ChatRequest } from '../../../wire.ts';

const nothing: ThinkingWish = { asked: false };

/** The first field that names an amount decides it; the same for whether thoughts are shown. */
export function readThinkingWish(body: Fields<ChatRequest>): ThinkingWish {
  const wishes = [
    readEffort(body, 'reasoning_effort'),
    readReasoning(body),
    readThinking(body),
    readHajimi(body),
    readInclude(body),
  ];
  const amount = wishes.find(({ effort, budget }) => effort !== undefined || budget !== undefined);
  const show = wishes.find((wish) => wish.show !== undefined)?.show;
  return {
    ...amount,
    asked: wishes.some(({ asked }) => asked),
    ...(show !== undefined && { show }),
  };
}

const aliases: Readonly<Record<string, Effort>> = { min: 'minimal', max: 'xhigh' };

function readEffort<Wire>(fields: Fields<Wire>, key: keyof Wire & string): ThinkingWish {
  const word = text(fields, key);
  if (!word) return nothing;
  if (word === 'auto') return { asked: true };
  const effort = aliases[word] ?? efforts.find((known) => known === word);
  return { asked: true, effort: effort ?? refuse(pathOf(fields, key), `must be one of ${efforts.join(', ')}`) };
}

function readReasoning(body: Fields<ChatRequest>): ThinkingWish {
  const reasoning = object(body, 'reasoning');
  if (reasoning === undefined) return nothing;
  const exclude = flag(reasoning, 'exclude');
  const show = exclude === undefined ? undefined : !exclude;
  const budget = integer(reasoning, 'max_tokens', -1);
  const enabled = flag(reasoning, 'enabled');
  return {
    ...(enabled === false && { effort: 'none' }),
    ...(budget !== undefined && { budget }),
    ...readEffort(reasoning, 'effort'),
    asked: true,
    ...(show !== undefined && { show }),
  };
}

function readThinking(body: Fields<ChatRequest>): ThinkingWish {
  const thinking = object(body, 'thinking');
  if (thinking === undefined) return nothing;
  if (text(thinking, 'type') === 'disabled') return { asked: true, effort: 'none' };
  const budget = integer(thinking, 'budget_tokens', -1);
  return { asked: true, ...(budget !== undefined && { budget }) };
}

function readHajimi(body: Fields<ChatRequest>): ThinkingWish {
  if (flag(body, 'enable_thinking') === false) return { asked: true, effort: 'none' };
  const budget = integer(body, 'thinking_budget', -1);
  return budget === undefined ? nothing : { asked: true, budget };
}

function readInclude(body: Fields<ChatRequest>): ThinkingWish {
  const show = flag(body, 'include_reasoning');
  return show === undefined ? nothing : { asked: show, show };
}
