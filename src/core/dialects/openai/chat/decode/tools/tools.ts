/**
 * `tools`, `functions`, `web_search_options` and Google's own tools -> Gemini's `tools` (docs/design/translation.md#tools).
 */
import { ProxyError } from '../../../../../errors.ts';
import type { FunctionDeclaration, Tool } from '../../../../../google/wire.ts';
import type { Capabilities } from '../../../../../models/series.ts';
import type { JsonObject } from '../../../../../utils/json/json.ts';
import { camelCase, camelKeys, isObject } from '../../../../../utils/json/json.ts';
import { type Fields, fieldsOf, object, objects, pathOf, refuse, requiredText, text } from '../../../../fields.ts';
import { parametersSchema } from '../../../../schema/schema.ts';
import type { ChatRequest, ChatTool, FunctionTool } from '../../../wire.ts';
import { createToolNames, type ToolNames } from './tool-names.ts';

export interface DecodedTools {
  readonly tools: Tool[];
  readonly names: ToolNames;
  /** Google's names of the functions that may be called. */
  readonly declared: ReadonlySet<string>;
  /** Google runs tools of its own next to the client's functions, and must be told that it may. */
  readonly mixed: boolean;
}

interface Collected {
  /** By the client's name; of two with one name the first counts, since Google refuses both. */
  readonly functions: Map<string, Fields<FunctionTool>>;
  /** Declarations that a client wrote in Google's own form. */
  readonly native: FunctionDeclaration[];
  /** By Google's name of the tool. */
  readonly builtIns: Map<string, JsonObject>;
}

/** @param googleTools Those that stand among Google's own fields. */
export function decodeTools(
  body: Fields<ChatRequest>,
  googleTools: readonly Fields<ChatTool>[],
  model: Capabilities,
): DecodedTools {
  const found: Collected = { functions: new Map(), native: [], builtIns: new Map() };
  for (const tool of [...objects(body, 'tools'), ...googleTools]) collect(tool, found);
  for (const legacy of objects(body, 'functions')) collectFunction(legacy, found);
  if (object(body, 'web_search_options')) found.builtIns.set('googleSearch', {});

  const names = createToolNames(found.functions.keys());
  const own = [...found.functions].map(([name, fields]) => declare(names.toGoogle(name), fields, model));
  const declarations = own.concat(found.native);
  const withBuiltIns = declarations.length === 0 || model.builtInsWithFunctions;
  const builtIns = withBuiltIns ? [...found.builtIns].map(([name, options]): Tool => ({ [name]: options })) : [];
  return {
    tools: declarations.length > 0 ? [{ functionDeclarations: declarations }, ...builtIns] : builtIns,
    names,
    declared: new Set(declarations.map(({ name }) => name)),
    mixed: declarations.length > 0 && builtIns.length > 0,
  };
}

function declare(name: string, fields: Fields<FunctionTool>, model: Capabilities): FunctionDeclaration {
  const description = text(fields, 'description');
  return {
    name,
    ...(description ? { description } : {}),
    ...parametersSchema(fields.values.parameters, pathOf(fields, 'parameters'), model),
  };
}

/** Google's own tools that can be asked for by `type`; a tool without one may name any. */
const builtInNames = new Set([
  'googleSearch',
  'googleSearchRetrieval',
  'codeExecution',
  'urlContext',
  'googleMaps',
  'fileSearch',
]);

function builtInOf(type: string): string | undefined {
  if (type.startsWith('web_search')) return 'googleSearch';
  const name = type === 'code_interpreter' ? 'codeExecution' : camelCase(type);
  return builtInNames.has(name) ? name : undefined;
}

function collect(tool: Fields<ChatTool>, found: Collected): void {
  const type = text(tool, 'type');
  const own = object(tool, 'function');
  if (own) {
    collectFunction(own, found);
  } else if (type === 'function') {
    // Flat, as in OpenAI's Responses API.
    collectFunction(fieldsOf(tool.values, tool.path), found);
  } else if (type === undefined) {
    collectNative(tool, found);
  } else {
    const builtIn = builtInOf(type) ?? unsupported(pathOf(tool, 'type'), `Gemini has no tool of type "${type}"`);
    found.builtIns.set(builtIn, options(tool.values[type] ?? tool.values[builtIn] ?? {}, pathOf(tool, type)));
  }
}

function unsupported(field: string, reason: string): never {
  throw new ProxyError('unsupported', { field, reason });
}

function collectFunction(fields: Fields<FunctionTool>, { functions, builtIns }: Collected): void {
  const name = requiredText(fields, 'name');
  // SillyTavern asks for the search by a function of this name that takes nothing.
  if (name === 'googleSearch' && !takesArguments(fields)) builtIns.set(name, {});
  else if (!functions.has(name)) functions.set(name, fields);
}

const takesArguments = ({ values: { parameters } }: Fields<FunctionTool>) =>
  isObject(parameters) && isObject(parameters.properties) && Object.keys(parameters.properties).length > 0;

/** `{ google_search: {} }`, and whatever Google may add: passed on by its own name. */
function collectNative(tool: Fields<ChatTool>, { builtIns, native }: Collected): void {
  const entries = Object.entries(camelKeys(tool.values));
  if (entries.length === 0) refuse(pathOf(tool, 'type'), 'is required');
  for (const [name, value] of entries) {
    const path = pathOf(tool, name);
    if (name !== 'functionDeclarations') builtIns.set(name, options(value, path));
    else if (Array.isArray(value)) for (const one of value) native.push(one as FunctionDeclaration);
    else refuse(path, 'must be an array');
  }
}

const options = (value: unknown, path: string) => fieldsOf(value, path).values as JsonObject;
