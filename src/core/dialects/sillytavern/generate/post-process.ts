/**
 * "Prompt post-processing": what SillyTavern's server makes of a prompt for endpoints that are strict about roles. The
 * rules are those of 1.19 as 104 recorded prompts show them (test/fixtures/sillytavern).
 */
import { isObject } from '../../../utils/json/json.ts';
import { asCharacter, asUser, type Names, spoken } from './names.ts';
import { addPiece, isEmpty, type Piece, writeContent } from './pieces.ts';

interface Mode {
  /** Keeps tool calls and their results; otherwise results are what the user says, and calls are dropped. */
  readonly tools?: boolean;
  /** A system message only at the beginning. */
  readonly oneSystem?: boolean;
  /** A user message before the first of the assistant. */
  readonly userFirst?: boolean;
  /** Everything is one message of the user. */
  readonly single?: boolean;
}

const modes: Readonly<Record<string, Mode>> = {
  merge: {},
  claude: {},
  merge_tools: { tools: true },
  semi: { oneSystem: true },
  semi_tools: { oneSystem: true, tools: true },
  strict: { oneSystem: true, userFirst: true },
  strict_tools: { oneSystem: true, userFirst: true, tools: true },
  single: { single: true },
};

interface Said {
  readonly role: unknown;
  readonly pieces: Piece[];
  /** All other fields of the message. */
  readonly rest: Readonly<Record<string, unknown>>;
}

const startOfChat: Said = { role: 'user', pieces: [{ text: '[Start a new chat]' }], rest: {} };

/** The prompt for a mode such as `strict_tools`; unchanged for none, and for one that nobody knows. */
export function postProcess(messages: unknown, mode: unknown, names: Names): unknown {
  const rules = typeof mode === 'string' && Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (rules === undefined || !Array.isArray(messages)) return messages;
  const read = messages.filter(isObject).map((message) => readMessage(message, rules, names));
  let said = mergeNeighbours(read);
  if (said.length === 0) said = [startOfChat];
  if (rules.oneSystem) said = said.map(systemOnlyFirst);
  if (rules.userFirst) said = withUserFirst(said);
  return mergeNeighbours(said).map(({ role, pieces, rest }) => ({ ...rest, role, content: writeContent(pieces) }));
}

function readMessage(message: Record<string, unknown>, { tools, single }: Mode, names: Names): Said {
  const { role: own, content: _content, name: _name, ...fields } = message;
  const { tool_calls: _calls, tool_call_id: _call, ...withoutTools } = fields;
  const role = own === 'tool' && !tools ? 'user' : own;
  const pieces = spoken(message, names);
  const rest = tools ? fields : withoutTools;
  if (!single) return { role, pieces, rest };
  if (role === 'assistant') return { role: 'user', pieces: asCharacter(pieces, names), rest };
  return { role: 'user', pieces: role === 'user' ? asUser(pieces, names) : pieces, rest };
}

/** One message for neighbours of the same role. Results of tools stay apart; an empty message begins a new one. */
function mergeNeighbours(said: readonly Said[]): Said[] {
  const merged: Said[] = [];
  /** Copies of pieces, to which those of the neighbours are added. */
  let growing: Piece[] | undefined;
  for (const next of said) {
    const last = merged.at(-1);
    if (last && last.role === next.role && next.role !== 'tool' && !isEmpty(next.pieces)) {
      growing ??= [...last.pieces];
      for (const piece of next.pieces) addPiece(growing, piece);
      merged[merged.length - 1] = { ...last, pieces: growing };
    } else {
      growing = undefined;
      merged.push(next);
    }
  }
  return merged;
}

const systemOnlyFirst = (said: Said, index: number): Said =>
  index > 0 && said.role === 'system' ? { ...said, role: 'user' } : said;

function withUserFirst(said: readonly Said[]): Said[] {
  const [first, second] = said;
  if (first?.role === 'system') return second?.role === 'user' ? [...said] : [first, startOfChat, ...said.slice(1)];
  return first?.role === 'user' ? [...said] : [startOfChat, ...said];
}
