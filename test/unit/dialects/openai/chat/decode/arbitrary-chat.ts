/** Any chat request that OpenAI's API would take, sane or not: the input of the properties of the translation. */
import fc from 'fast-check';

const models = [
  'gemini-2.0-flash',
  'gemini-2.5-flash',
  'gemini-2.5-flash-lite',
  'gemini-2.5-pro',
  'gemini-2.5-flash-image',
  'gemini-2.5-flash-preview-tts',
  'gemini-3-pro-preview',
  'gemini-3-flash-preview',
  'gemini-3-pro-image-preview',
  'gemini-3.1-pro-preview',
  'gemini-3.5-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.8-flash',
  'gemini-4-argon',
  'gemini-flash-latest',
  'gemma-3-27b-it',
  'models/gemini-3.6-flash',
];

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 });
const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'Hello.', '{"a":1}', '[1]', '{broken'));
/** Few, so that calls, results and tools often mean each other. */
const callId = fc.constantFrom('', 'call_1', 'call_2', 'call_3', 'f');
const toolName = fc.constantFrom('f', 'g', 'my tool', 'my/tool', 'my_tool', '2fast', '天气', 'googleSearch');
const signature = fc.constantFrom('c2lnbmF0dXJl', 'not base64!', '');
const extra_content = fc.record({ google: fc.record({ thought_signature: signature }) });

const urls = [
  'data:image/png;base64,iVBORw0KGgo=',
  'data:text/plain,hello%20there',
  'https://host.test/a.png',
  'gs://bucket/a.mp4',
  'https://youtu.be/abc',
];
const mediaUrl = fc.record({ url: fc.constantFrom(...urls), detail: fc.constantFrom('auto', 'low', 'high', null) });
const mediaPart = fc.oneof(
  mediaUrl.map((image_url) => ({ type: 'image_url', image_url })),
  mediaUrl.map((video_url) => ({ type: 'video_url', video_url })),
  fc.constant({ type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } }),
  fc.constant({ type: 'file', file: { file_data: 'JVBERi0x', filename: 'a.pdf' } }),
);
const textPart = text.map((value) => ({ type: 'text', text: value }));
const content = fc.oneof(text, fc.array(fc.oneof(textPart, mediaPart), { maxLength: 4 }), fc.constant(null));
const texts = fc.oneof(text, fc.array(textPart, { maxLength: 3 }));

const toolCall = fc.record({
  id: callId,
  type: fc.constant('function'),
  function: fc.record({ name: toolName, arguments: fc.oneof(text, fc.json()) }),
  extra_content: orNull(extra_content),
});

const message = fc.oneof(
  { weight: 1, arbitrary: fc.record({ role: fc.constantFrom('system', 'developer'), content: texts }) },
  { weight: 3, arbitrary: fc.record({ role: fc.constant('user'), content, name: orNull(fc.string()) }) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        role: fc.constantFrom('assistant', 'model'),
        content,
        refusal: orNull(text),
        reasoning_content: text,
        tool_calls: orNull(fc.array(toolCall, { maxLength: 3 })),
        function_call: orNull(fc.record({ name: toolName, arguments: text })),
        extra_content: orNull(extra_content),
      },
      { requiredKeys: ['role'] },
    ),
  },
  { weight: 4, arbitrary: fc.record({ role: fc.constant('tool'), tool_call_id: callId, content }) },
  { weight: 1, arbitrary: fc.record({ role: fc.constant('function'), name: toolName, content: text }) },
);

const propertyName = fc.oneof(fc.string(), fc.constantFrom('type', 'title', '$ref', 'required', '__proto__'));

/** JSON Schemas of every draft, with references to definitions that may refer to each other and to themselves. */
export const schema = fc.letrec<{ schema: unknown; object: Record<string, unknown> }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      { type: 'string', format: 'uri', pattern: '^a' },
      { type: ['integer', 'null'], exclusiveMinimum: 0 },
      { enum: ['a', 1, null] },
      { const: true },
      { $ref: '#/$defs/A', description: 'A' },
      { $ref: '#/definitions/B' },
      { $ref: '#' },
      { $ref: 'elsewhere.json' },
      {},
      true,
    ),
    tie('object'),
    tie('schema').map((items) => ({ type: 'array', items, uniqueItems: true })),
    fc.array(tie('schema'), { maxLength: 3 }).map((prefixItems) => ({ type: 'array', prefixItems })),
    fc.array(tie('schema'), { maxLength: 3 }).map((anyOf) => ({ anyOf, nullable: true })),
    fc.array(tie('schema'), { maxLength: 3 }).map((oneOf) => ({ oneOf, description: 'one of' })),
    fc.array(tie('schema'), { maxLength: 3 }).map((allOf) => ({ allOf, title: 'all of' })),
  ),
  object: fc.record(
    {
      type: fc.constantFrom('object', 'OBJECT', null),
      properties: fc.dictionary(propertyName, tie('schema'), { maxKeys: 4 }),
      required: fc.array(propertyName, { maxLength: 3 }),
      additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      $schema: fc.constant('http://json-schema.org/draft-07/schema#'),
      $defs: fc.record({ A: tie('schema') }),
      definitions: fc.record({ B: tie('schema') }),
      patternProperties: fc.constant({ '^x': {} }),
      if: fc.constant({}),
    },
    { requiredKeys: [] },
  ),
})).object;

const tool = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('function'),
      function: fc.record({ name: toolName, description: text, parameters: orNull(schema), strict: fc.boolean() }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ google_search: {} }, { type: 'url_context' }, { codeExecution: {} }) },
);

const effort = fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'auto');
const google = fc.record(
  {
    thinking_config: fc.record(
      { thinking_budget: fc.integer({ min: -1, max: 50_000 }), thinking_level: effort, include_thoughts: fc.boolean() },
      { requiredKeys: [] },
    ),
    cached_content: fc.constant('cachedContents/abc'),
    generation_config: fc.record(
      { top_k: fc.integer({ min: 1, max: 40 }), candidateCount: fc.integer({ min: 1, max: 4 }) },
      { requiredKeys: [] },
    ),
    aspect_ratio: fc.constant('16:9'),
    tools: fc.constant([{ google_search: {} }]),
  },
  { requiredKeys: [] },
);

const optional = {
  temperature: orNull(fc.double({ min: 0, max: 2, noNaN: true })),
  top_p: orNull(fc.double({ min: 0, max: 1, noNaN: true })),
  top_k: orNull(fc.integer({ min: -1, max: 100 })),
  max_tokens: orNull(fc.integer({ min: -1, max: 9000 })),
  max_completion_tokens: orNull(fc.integer({ min: -1, max: 9000 })),
  stop: orNull(fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 8 }))),
  n: orNull(fc.integer({ min: 1, max: 8 })),
  seed: orNull(fc.maxSafeInteger()),
  presence_penalty: orNull(fc.double({ min: -2, max: 2, noNaN: true })),
  frequency_penalty: orNull(fc.double({ min: -2, max: 2, noNaN: true })),
  logprobs: orNull(fc.boolean()),
  top_logprobs: orNull(fc.integer({ min: 0, max: 20 })),
  reasoning_effort: orNull(effort),
  reasoning: fc.record({ effort, max_tokens: fc.nat(40_000), exclude: fc.boolean() }, { requiredKeys: [] }),
  thinking: fc.record({ type: fc.constantFrom('enabled', 'disabled'), budget_tokens: fc.nat(40_000) }),
  tools: orNull(fc.array(tool, { maxLength: 4 })),
  functions: orNull(fc.array(fc.record({ name: toolName, parameters: schema }), { maxLength: 2 })),
  tool_choice: orNull(fc.constantFrom('auto', 'none', 'required')),
  response_format: orNull(
    fc.oneof(
      fc.constantFrom({ type: 'text' }, { type: 'json_object' }),
      schema.map((value) => ({ type: 'json_schema', json_schema: { name: 'n', schema: value } })),
    ),
  ),
  modalities: orNull(fc.constantFrom(['text'], ['text', 'image'], ['audio'])),
  web_search_options: orNull(fc.constant({ search_context_size: 'low' })),
  service_tier: orNull(fc.constantFrom('auto', 'flex')),
  metadata: orNull(fc.dictionary(fc.string(), fc.string())),
  google: orNull(google),
  extra_body: orNull(fc.record({ google: orNull(google) })),
};

export const arbitraryMessages = fc.array(message, { minLength: 1, maxLength: 12 });

export const arbitraryChat = fc
  .tuple(fc.constantFrom(...models), arbitraryMessages, fc.record(optional, { requiredKeys: [] }))
  .map(([model, messages, fields]) => ({ model, messages, ...fields }));
