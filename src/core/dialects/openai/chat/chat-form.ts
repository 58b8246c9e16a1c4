/** The two endpoints that answer chats; what differs is the form of what goes in and out. */

import type { ChatCompletion } from '../wire-response.ts';
import { chatOfCompletion, completionOfChat, textEvents } from './completions.ts';

export interface ChatForm {
  /** The body of the chat that a request asks for. @throws {ProxyError} */
  chat(body: unknown): unknown;
  whole(completion: ChatCompletion): object;
  /** Whether it has a field that says why there is no answer. */
  readonly hasRefusal: boolean;
  /** Whole events in, whole events out. */
  events(events: string): string;
}

const unchanged = <T>(value: T): T => value;

/** `/v1/chat/completions` */
export const chatForm: ChatForm = { chat: unchanged, whole: unchanged, hasRefusal: true, events: unchanged };

/** `/v1/completions` */
export const textForm: ChatForm = {
  chat: chatOfCompletion,
  whole: completionOfChat,
  hasRefusal: false,
  events: textEvents,
};
