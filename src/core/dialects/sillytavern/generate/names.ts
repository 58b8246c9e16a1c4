/** Who says what: names in front of a message's text, where the field `name` would get lost. */
import { isObject } from '../../../utils/json/json.ts';
import type { TavernBody, TavernMessage } from '../wire.ts';
import { beginsWith, type Piece, prepend, readContent, writeContent } from './pieces.ts';

export interface Names {
  /** Empty where the page does not say. */
  readonly user: string;
  readonly character: string;
  /** Members of a group chat. */
  readonly group: readonly string[];
}

/** Members of a group that are looked for in front of each message: more have never sat around one table. */
const MOST_MEMBERS = 100;

export function readNames({ user_name, char_name, group_names }: TavernBody): Names {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    user: text(user_name),
    character: text(char_name),
    group: Array.isArray(group_names)
      ? group_names.slice(0, MOST_MEMBERS).filter((name) => typeof name === 'string')
      : [],
  };
}

/** Puts the person's name in front, unless it is there. */
export const asUser = (pieces: readonly Piece[], { user }: Names) => speak(pieces, user);

/** Puts the character's name in front, unless it or that of a member of the group is there. */
export const asCharacter = (pieces: readonly Piece[], { character, group }: Names) =>
  group.some((member) => beginsWith(pieces, `${member}: `)) ? [...pieces] : speak(pieces, character);

/** What the message says, with its speaker in front: also of the example dialogues, which are system messages. */
export function spoken({ role, name, content }: TavernMessage, names: Names): Piece[] {
  const pieces = readContent(content);
  if (role !== 'system') return typeof name === 'string' ? speak(pieces, name) : pieces;
  if (name === 'example_user') return asUser(pieces, names);
  return name === 'example_assistant' ? asCharacter(pieces, names) : pieces;
}

/** The messages with their speakers in front of the text and without the field. */
export function nameSpeakers(messages: unknown, names: Names): unknown {
  if (!Array.isArray(messages)) return messages;
  return messages.map((message: unknown) => {
    if (!isObject(message) || typeof message.name !== 'string') return message;
    const { name: _, ...unnamed } = message;
    return { ...unnamed, content: writeContent(spoken(message, names)) };
  });
}

const speak = (pieces: readonly Piece[], name: string): Piece[] =>
  name === '' || beginsWith(pieces, `${name}: `) ? [...pieces] : prepend(pieces, `${name}: `);
