/** `messages` -> turns and system text, role by role, in one pass (docs/design/translation.md#messages). */

import type { Content, Part } from '../../../../google/wire.ts';
import type { Capabilities } from '../../../../models/series.ts';
import type { Ids } from '../../../../ports.ts';
import { type Fields, fieldsOf, list, pathOf, refuse, text } from '../../../fields.ts';
import type { ChatMessage, ChatRequest } from '../../wire.ts';
import { decodeContent, decodeTexts, type PartContext } from './content.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { thoughtSignature } from './thought-signature.ts';
import { decodeToolCalls } from './tools/tool-calls.ts';
import type { ToolNames } from './tools/tool-names.ts';
import { encodeResult, isMedia, textOf } from './tools/tool-result.ts';

export interface MessagesContext extends PartContext {
  readonly model: Capabilities;
  readonly names: ToolNames;
  readonly ids: Ids;
}

export interface DecodedMessages {
  readonly contents: Content[];
  /** What the system messages at the head say; a later one stands in `contents`, where the client put it. */
  readonly system: string[];
  /** The client's ids of all calls. */
  readonly callIds: string[];
}

/** @throws {ProxyError} `invalid_value`, also when there are no messages at all. */
export function decodeMessages(body: Fields<ChatRequest>, context: MessagesContext): DecodedMessages {
  const messages = list(body, 'messages') ?? refuse('messages', 'is required');
  if (messages.length === 0) refuse('messages', 'must hold at least one message');
  const conversation = createConversation();
  const system: string[] = [];
  messages.forEach((message, index) => {
    const fields = fieldsOf<ChatMessage>(message, `messages[${index}]`);
    decodeMessage(fields, conversation, system, context);
  });
  return { contents: conversation.contents(), system, callIds: conversation.callIds() };
}

function decodeMessage(
  message: Fields<ChatMessage>,
  conversation: Conversation,
  system: string[],
  context: MessagesContext,
): void {
  const role = text(message, 'role');
  const { content } = message.values;
  const path = pathOf(message, 'content');
  switch (role) {
    case 'system':
    case 'developer': {
      const texts = decodeTexts(content, path, context).filter((words) => words.trim() !== '');
      if (conversation.isEmpty()) for (const words of texts) system.push(words);
      else if (texts.length > 0) conversation.addUser(texts.map((words) => ({ text: words })));
      break;
    }
    case 'user': {
      conversation.addUser(decodeContent(content, path, context).filter((part) => part.text?.trim() !== ''));
      break;
    }
    case 'assistant':
    case 'model': {
      const parts = decodeAssistant(message, context);
      const calls = decodeToolCalls(message, context.names, context.ids);
      if (parts.length > 0 || calls.length > 0) conversation.addModel(parts, calls);
      break;
    }
    case 'tool':
    case 'function':
      addResult(message, conversation, context);
      break;
    default:
      refuse(pathOf(message, 'role'), 'must be "system", "developer", "user", "assistant" or "tool"');
  }
}

/** What the assistant said and drew. Its thoughts (`reasoning_content`) are not sent back. */
function decodeAssistant(message: Fields<ChatMessage>, context: MessagesContext): Part[] {
  const parts = decodeContent(message.values.content, pathOf(message, 'content'), context);
  const refusal = text(message, 'refusal');
  if (refusal) parts.push({ text: refusal });
  const lastText = parts.findLast((part) => part.text !== undefined);
  const signature = thoughtSignature(message);
  if (lastText !== undefined && signature !== undefined) lastText.thoughtSignature = signature;
  return parts.concat(decodeContent(message.values.images, pathOf(message, 'images'), context));
}

function addResult(message: Fields<ChatMessage>, conversation: Conversation, context: MessagesContext): void {
  const { names, model } = context;
  const withoutResolution = { ...context, model: { partMediaResolution: false } };
  const parts = decodeContent(message.values.content, pathOf(message, 'content'), withoutResolution);
  const name = text(message, 'name') || undefined;
  const id = text(message, 'tool_call_id') || undefined;
  const googleName = name === undefined ? undefined : names.toGoogle(name);
  if (conversation.addResult(id, googleName, encodeResult(parts, model))) return;
  // Its call was cut out of the history: what it brought is still worth reading.
  conversation.addUser([{ text: `Result of ${name ?? 'a tool'}:\n${textOf(parts)}` }, ...parts.filter(isMedia)]);
}
