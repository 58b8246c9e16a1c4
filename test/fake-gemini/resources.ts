/** What keys make at Google and only they may use: files with their resumable upload, caches, operations. */
import { googleError } from './errors.ts';
import type { RecordedRequest } from './record.ts';
import type { Reply } from './send.ts';

export interface Resources {
  /** Undefined where the request concerns no resource, or names none that its key may not use. */
  answer(request: RecordedRequest): Reply | undefined;
}

interface Made {
  readonly key: string;
  readonly value: Record<string, unknown> & { name: string };
}

const JSON_TYPE = 'application/json; charset=UTF-8';
const PAGE_SIZE = 10;

export function createResources(): Resources {
  const made = new Map<string, Made>();
  const uploads = new Map<string, { key: string; mimeType: string; size: string; displayName: unknown }>();
  let count = 0;

  return {
    answer(request) {
      const path = request.path.replace(/^.*?(?=\/(?:upload\/)?v1)/, '');
      if (path.startsWith('/upload/')) return upload(request);
      const [, collection = '', id] =
        /^\/v1\w*\/(?:openai\/)?(files|cachedContents|tunedModels|batches|fileSearchStores|corpora)(?:\/([\w-]+))?$/.exec(
          path,
        ) ?? [];
      if (collection !== '')
        return id === undefined ? ofCollection(request, collection) : ofOne(request, `${collection}/${id}`);
      const operation = /^\/v1\w*\/(models\/[\w.-]+\/operations\/[\w-]+)$/.exec(path)?.[1];
      if (operation !== undefined) return ofOne(request, operation);
      const interaction = /^\/v1\w*\/interactions(?:\/([\w-]+))?$/.exec(path);
      if (interaction !== null) return interact(request, interaction[1]);
      if (request.method === 'batchGenerateContent')
        return make(request, 'batches', { metadata: { output: { responsesFile: `files/batch-${count + 1}` } } });
      if (request.method === 'predictLongRunning')
        return make(request, `models/${request.model}/operations`, { done: false });
      return foreign(request);
    },
  };

  function upload(request: RecordedRequest): Reply {
    const { headers, query, key, body } = request;
    const command = String(headers['x-goog-upload-command'] ?? '');
    if (command === 'start') {
      const id = `upload-${++count}`;
      const { file = {} } = (body ?? {}) as { file?: { displayName?: unknown } };
      uploads.set(id, {
        key,
        mimeType: String(headers['x-goog-upload-header-content-type']),
        size: String(headers['x-goog-upload-header-content-length']),
        displayName: file.displayName,
      });
      const url = `http://${headers.host}${request.path}?key=${key}&upload_id=${id}&upload_protocol=resumable`;
      return reply({}, { 'x-goog-upload-url': url, 'x-goog-upload-status': 'active' });
    }
    const begun = uploads.get(query.upload_id ?? '');
    if (begun === undefined || begun.key !== key) return denied(request, 'upload');
    if (!command.includes('finalize')) return reply({}, { 'x-goog-upload-status': 'active' });
    const { mimeType, size, displayName } = begun;
    const file = create(request, 'files', { mimeType, sizeBytes: size, displayName, state: 'ACTIVE' });
    return reply(
      { file: { ...file, uri: `http://${headers.host}/v1beta/${file.name}` } },
      { 'x-goog-upload-status': 'final' },
    );
  }

  function ofCollection(request: RecordedRequest, collection: string): Reply {
    if (request.verb === 'POST') return make(request, collection, request.body as object);
    const own = [...made.values()].filter(
      ({ key, value }) => key === request.key && value.name.startsWith(`${collection}/`),
    );
    const size = Number(request.query.pageSize ?? PAGE_SIZE);
    const from = Number(request.query.pageToken ?? 0);
    const next = from + size;
    if (request.path.includes('/openai/')) {
      return reply({ object: 'list', data: own.map(({ value }) => ({ id: value.name, object: 'file' })) });
    }
    return reply({
      [collection === 'batches' ? 'operations' : collection]: own.slice(from, next).map(({ value }) => value),
      ...(next < own.length ? { nextPageToken: String(next) } : {}),
    });
  }

  function ofOne(request: RecordedRequest, name: string): Reply {
    const found = made.get(name);
    if (found === undefined || found.key !== request.key) return denied(request, name);
    if (request.verb === 'DELETE') {
      made.delete(name);
      return reply({});
    }
    if (request.verb === 'PATCH') Object.assign(found.value, request.body);
    return reply(found.value);
  }

  /** A created one is named by its id alone. */
  function interact(request: RecordedRequest, id: string | undefined): Reply {
    if (id !== undefined) return ofOne(request, `interactions/${id}`);
    const { previous_interaction_id: previous } = request.body as { previous_interaction_id?: string };
    if (previous !== undefined && made.get(`interactions/${previous}`)?.key !== request.key)
      return denied(request, `interactions/${previous}`);
    const { name } = create(request, 'interactions', {});
    return reply({ id: name.split('/')[1], status: 'completed', outputs: [{ text: 'pong' }] });
  }

  /** Using what another key made is refused, as Google does. */
  function foreign(request: RecordedRequest): Reply | undefined {
    const text = typeof request.body === 'object' ? JSON.stringify(request.body) : '';
    for (const [, name = ''] of text.matchAll(
      /"(?:fileUri|cachedContent)":"(?:[^"]*\/)?((?:files|cachedContents)\/[\w-]+)"/g,
    )) {
      if (made.get(name)?.key !== request.key) return denied(request, name);
    }
    return undefined;
  }

  function create(request: RecordedRequest, collection: string, fields: object): Made['value'] {
    const value = { ...fields, name: `${collection}/made-${++count}` };
    made.set(value.name, { key: request.key, value });
    return value;
  }

  function make(request: RecordedRequest, collection: string, fields: object): Reply {
    return reply(create(request, collection, fields));
  }
}

const reply = (body: object, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  contentType: JSON_TYPE,
  chunks: [JSON.stringify(body)],
  headers,
});

function denied({ key, model, method }: RecordedRequest, name: string): Reply {
  const what = name.startsWith('cachedContents') ? 'CachedContent' : 'File';
  const message = `You do not have permission to access the ${what} ${name.split('/').at(-1)} or it may not exist.`;
  const { body } = googleError('bad-request', { key, model, method, message });
  const error = { ...body.error, code: 403, status: 'PERMISSION_DENIED' };
  return { status: 403, contentType: JSON_TYPE, chunks: [JSON.stringify({ error })] };
}
