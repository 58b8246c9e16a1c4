/** Google's rules for tools and how they are called. */
import type { FunctionDeclaration, GenerateContentRequest } from '../../../src/core/google/wire.ts';
import { checkNames, generationOf, type Report } from './report.ts';
import { checkSchema } from './schema.ts';

const builtInNames = [
  'googleSearch',
  'googleSearchRetrieval',
  'codeExecution',
  'urlContext',
  'googleMaps',
  'fileSearch',
  'computerUse',
];
const declarationFields = [
  'name',
  'description',
  'parameters',
  'parametersJsonSchema',
  'response',
  'responseJsonSchema',
];
const modes = ['AUTO', 'ANY', 'NONE', 'VALIDATED'];

export function checkTools(model: string, request: GenerateContentRequest, report: Report): void {
  const { tools = [], toolConfig = {}, generationConfig } = request;
  const declared = tools.flatMap((tool) => tool.functionDeclarations ?? []);
  const builtIns = builtInNames.filter((name) => tools.some((tool) => name in tool));
  for (const [index, declaration] of declared.entries()) {
    checkDeclaration(declaration, `tools.functionDeclarations.${index}`, report);
  }
  const names = declared.map(({ name }) => name);
  if (new Set(names).size < names.length) report('function-name', 'tools', 'Duplicate function declaration found');

  const generation = generationOf(model);
  if (declared.length > 0 && generation < 3 && generationConfig?.responseMimeType === 'application/json') {
    report('tools+json', 'generationConfig', 'Function calling with a JSON response mime type is unsupported');
  }
  const flagged = toolConfig.includeServerSideToolInvocations === true;
  const mixed = declared.length > 0 && builtIns.length > 0;
  if (mixed && generation < 3) report('tools+builtin', 'tools', 'built-in tools and functions cannot be combined');
  if (mixed && generation >= 3 && !flagged)
    report('tools+builtin', 'toolConfig', 'include_server_side_tool_invocations');
  if (flagged && generation < 3) report('tools+builtin', 'toolConfig', 'context circulation is not enabled');

  const known = ['functionCallingConfig', 'retrievalConfig', 'includeServerSideToolInvocations'];
  checkNames(toolConfig, known, 'toolConfig', report);
  const { mode, allowedFunctionNames = [] } = toolConfig.functionCallingConfig ?? {};
  if (mode && !modes.includes(mode)) report('mode', 'toolConfig', `Invalid value: ${mode}`);
  const unknown = allowedFunctionNames.filter((name) => !names.includes(name));
  if (unknown.length > 0) report('mode', 'toolConfig', `not declared: ${unknown}`);
}

function checkDeclaration(declaration: FunctionDeclaration, path: string, report: Report): void {
  checkNames(declaration, declarationFields, path, report);
  if (!/^[A-Za-z_][\w.:-]{0,127}$/.test(declaration.name)) report('function-name', path, 'Invalid function name');
  if (declaration.parameters && declaration.parametersJsonSchema) report('schema', path, 'two schemas of parameters');
  if (declaration.parameters) checkSchema(declaration.parameters, `${path}.parameters`, report);
}
