/** Google's rules for `contents`: roles, parts, the order of calls and responses, and thought signatures. */
import type {
  Content,
  FunctionCall,
  FunctionResponse,
  GenerateContentRequest,
  Part,
} from '../../../src/core/google/wire.ts';
import { checkNames, generationOf, type Report } from './report.ts';

const dataFields = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
];
const partFields = [...dataFields, 'thought', 'thoughtSignature', 'videoMetadata', 'mediaResolution'];

export function checkTurns(model: string, { contents }: GenerateContentRequest, report: Report): void {
  if (contents.length === 0) report('contents', 'contents', 'contents is not specified');
  for (const [index, content] of contents.entries()) {
    const path = `contents.${index}`;
    if (content.role !== 'user' && content.role !== 'model')
      report('role', path, 'Please use a valid role: user, model.');
    checkNames(content, ['role', 'parts'], path, report);
    if (content.parts.length === 0) report('parts', path, 'contents.parts must not be empty');
    for (const [at, part] of content.parts.entries()) checkPart(part, `${path}.parts.${at}`, report);
    const previous = contents[index - 1];
    if (previous && responsesOf(content).length > 0 && responsesOf(previous).length > 0) {
      report('fr-split', path, 'function responses of one turn are split over several contents');
    }
  }
  const turns = mergeRoles(contents);
  checkResponses(model, turns, report);
  if (generationOf(model) >= 3) checkSignatures(turns, report);
  const endsRefused = generationOf(model) >= 3.6 || /gemini-3\.5-flash-lite/.test(model);
  if (endsRefused && contents.at(-1)?.role === 'model') {
    report('model-last', 'contents', 'Requests ending with a model turn are not supported');
  }
}

const callsOf = (content: Content): FunctionCall[] => content.parts.flatMap((part) => part.functionCall ?? []);
const responsesOf = (content: Content): FunctionResponse[] =>
  content.parts.flatMap((part) => part.functionResponse ?? []);

function checkPart(part: Part, path: string, report: Report): void {
  checkNames(part, partFields, path, report);
  const data = dataFields.filter((field) => field in part);
  if (data.length !== 1) report('parts', path, `a part must have exactly one data field, got [${data}]`);
  if ('text' in part && typeof part.text !== 'string') report('parts', path, 'text must be a string');
  if (part.functionCall) checkCall(part.functionCall, path, report);
  if (part.functionResponse) checkResponse(part.functionResponse, path, report);
  const { inlineData, fileData } = part;
  if (inlineData && (!inlineData.mimeType || !/^[\w+/=-]*$/.test(inlineData.data))) {
    report('inline-data', path, 'needs a mimeType and pure base64 data');
  }
  if (fileData && !fileData.fileUri) report('inline-data', path, 'needs a fileUri');
}

const isStruct = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

function checkCall(call: FunctionCall, path: string, report: Report): void {
  checkNames(call, ['id', 'name', 'args'], `${path}.functionCall`, report);
  if (!call.name) report('function-name', path, 'empty function name');
  if (call.args !== undefined && !isStruct(call.args)) report('args-object', path, 'args must be a JSON object');
}

function checkResponse(response: FunctionResponse, path: string, report: Report): void {
  checkNames(response, ['id', 'name', 'response', 'parts'], `${path}.functionResponse`, report);
  if (!response.name) report('function-name', path, 'function_response.name: Name cannot be empty');
  if (!isStruct(response.response)) report('response-object', path, 'response must be a JSON object');
  for (const [index, part] of (response.parts ?? []).entries()) {
    checkNames(part, ['inlineData', 'fileData'], `${path}.functionResponse.parts.${index}`, report);
  }
}

/** Google reads neighbours of one role as one turn, and blank text only where there is nothing else. */
function mergeRoles(contents: readonly Content[]): Content[] {
  const turns: Content[] = [];
  for (const { role, parts } of contents) {
    const last = turns.at(-1);
    if (last && last.role === role) last.parts.push(...parts);
    else turns.push({ ...(role && { role }), parts: [...parts] });
  }
  return turns.map((turn) => {
    const parts = turn.parts.filter((part) => part.text?.trim() !== '' || part.thoughtSignature !== undefined);
    return parts.length > 0 ? { ...turn, parts } : turn;
  });
}

function checkResponses(model: string, turns: readonly Content[], report: Report): void {
  for (const [index, turn] of turns.entries()) {
    const responses = responsesOf(turn);
    if (responses.length === 0) continue;
    const path = `turns.${index}`;
    const before = turns[index - 1];
    const calls = before?.role === 'model' ? callsOf(before) : [];
    if (calls.length === 0) {
      report('fr-turn', path, 'function response turn must come immediately after a function call turn');
      continue;
    }
    if (responses.some(({ name }) => !calls.some((call) => call.name === name))) {
      report('fr-name', path, 'a function response has the name of no call in the turn before');
    }
    if (responses.length !== calls.length) {
      report('fr-count', path, `${responses.length} function responses for ${calls.length} calls`);
    }
    checkIds(model, calls, responses, path, report);
  }
}

function checkIds(
  model: string,
  calls: FunctionCall[],
  responses: FunctionResponse[],
  path: string,
  report: Report,
): void {
  const ids = calls.flatMap(({ id }) => id ?? []).sort();
  const answered = responses.flatMap(({ id }) => id ?? []).sort();
  const strict = generationOf(model) >= 3.5;
  if (strict && answered.length < responses.length) report('fr-id', path, 'every function response needs an id');
  if (strict && ids.length > 0 && ids.join('\n') !== answered.join('\n')) report('fr-id', path, 'ids do not match');
  if (ids.length === calls.length && answered.some((id) => !ids.includes(id))) report('fr-id', path, 'id of no call');
}

/** The first call of every step since the user last spoke needs its signature. */
function checkSignatures(turns: readonly Content[], report: Report): void {
  const spoke = (turn: Content) => turn.role === 'user' && turn.parts.some((part) => !part.functionResponse);
  const start = Math.max(turns.findLastIndex(spoke), 0);
  for (const [index, turn] of turns.entries()) {
    const first = turn.parts.find((part) => part.functionCall);
    if (index >= start && turn.role === 'model' && first && !first.thoughtSignature) {
      report('signature', `turns.${index}`, `function call ${first.functionCall?.name} is missing a thought_signature`);
    }
  }
}
