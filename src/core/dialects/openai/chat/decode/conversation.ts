/**
 * Turns in Google's order, whatever the order of the client's messages: a turn with function calls is followed at once by
 * one turn that holds a response to each of them. Google answers 400 to anything else (docs/design/translation.md#messages).
 */
import type { Content, FunctionCall, Part } from '../../../../google/wire.ts';
import { createFreeNames, type FreeNames } from '../../../../utils/free-names.ts';
import type { JsonObject } from '../../../../utils/json/json.ts';
import { createOpenCalls } from './tools/open-calls.ts';

/** A function call with the client's id, which may be the same for several calls. */
export interface Call {
  readonly id: string;
  readonly name: string;
  readonly args: JsonObject;
  readonly signature?: string;
}

export interface Result {
  readonly response: JsonObject;
  /** Media within the function response. */
  readonly inside: Part[];
  /** Media that follow the responses in the same turn. */
  readonly beside: Part[];
}

export interface Conversation {
  isEmpty(): boolean;
  /** Without parts the user's turn is still kept, where leaving it out would join what the assistant says around it. */
  addUser(parts: Part[]): void;
  addModel(parts: Part[], calls: readonly Call[]): void;
  /**
   * Gives a call its result, at the call's place. Without an id the latest unanswered turn is searched: by name, or without
   * one for its first call.
   * @returns False when no call waits for it.
   */
  addResult(id: string | undefined, name: string | undefined, result: Result): boolean;
  contents(): Content[];
  /** The client's ids of all calls. */
  callIds(): string[];
}

interface OpenCall {
  readonly turn: Turn;
  readonly name: string;
  readonly functionCall: FunctionCall & { id: string };
  result: Result | undefined;
  isAnswered(): boolean;
}

interface Turn {
  readonly role: 'user' | 'model';
  readonly parts: Part[];
  readonly calls: OpenCall[];
  /** Of its calls, which are unlike within a turn. */
  readonly ids: FreeNames;
  /** Whether any of its calls has its result. */
  isAnswered: boolean;
}

export function createConversation(): Conversation {
  const turns: Turn[] = [];
  /** By the client's ids. */
  const open = createOpenCalls<OpenCall, Turn>();

  const addTurn = (role: Turn['role']): Turn => {
    const turn: Turn = { role, parts: [], calls: [], ids: createFreeNames(), isAnswered: false };
    turns.push(turn);
    return turn;
  };

  /** Calls must follow a user's turn: what the assistant says right before or after them shares theirs. */
  const modelTurn = (withCalls: boolean): Turn => {
    const last = turns.at(-1);
    const joins = last?.role === 'model' && (withCalls || last.calls.length > 0) && !last.isAnswered;
    return joins ? last : addTurn('model');
  };

  const addCall = (turn: Turn, { id, name, args, signature }: Call) => {
    const functionCall = { id: turn.ids.take(id), name, args };
    const call: OpenCall = { turn, name, functionCall, result: undefined, isAnswered: () => call.result !== undefined };
    turn.calls.push(call);
    turn.parts.push(signature === undefined ? { functionCall } : { functionCall, thoughtSignature: signature });
    open.add(id, turn, call);
  };

  return {
    isEmpty: () => turns.length === 0,
    addUser: (parts) => {
      const last = turns.at(-1);
      const isUsersTurn = last?.role === 'user' || (last !== undefined && last.calls.length > 0);
      if (parts.length > 0) append(addTurn('user'), parts);
      else if (!isUsersTurn) addTurn('user').parts.push(blank);
    },
    addModel: (parts, calls) => {
      const turn = modelTurn(calls.length > 0);
      append(turn, parts);
      for (const call of calls) addCall(turn, call);
    },
    addResult: (id, name, result) => {
      const call = id === undefined ? open.byName(name) : open.byId(id);
      if (call === undefined) return false;
      call.result = result;
      call.turn.isAnswered = true;
      return true;
    },
    contents: () => turns.flatMap(contentsOf),
    callIds: open.ids,
  };
}

/** One by one: a hundred thousand parts do not fit on the stack as arguments. */
function append({ parts }: Turn, more: readonly Part[]): void {
  for (const part of more) parts.push(part);
}

function contentsOf({ role, parts, calls }: Turn, index: number): Content[] {
  if (calls.length === 0) return [{ role, parts }];
  const responses: Part[] = calls.map(({ functionCall: { id, name }, result = noResult }) => ({
    functionResponse: {
      id,
      name,
      response: result.response,
      ...(result.inside.length > 0 && { parts: result.inside }),
    },
  }));
  const beside = calls.flatMap(({ result }) => result?.beside ?? []);
  const turn: Content[] = [
    { role, parts },
    { role: 'user', parts: [...responses, ...beside] },
  ];
  // A client that cut its history may begin with calls, which Google takes only after a user's turn.
  return index === 0 ? [{ role: 'user', parts: [blank] }, ...turn] : turn;
}

/** Google refuses a turn without parts. */
const blank: Part = { text: ' ' };

/** For a call whose result the client has cut off. */
const noResult: Result = { response: { error: 'no result' }, inside: [], beside: [] };
