/** Media types that Gemini takes, found from what a client says about a file. */

const byExtension: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  pdf: 'application/pdf',
  json: 'application/json',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  xml: 'text/xml',
  css: 'text/css',
  js: 'text/javascript',
  ts: 'text/plain',
  py: 'text/x-python',
  rtf: 'text/rtf',
  wav: 'audio/wav',
  mp3: 'audio/mp3',
  aac: 'audio/aac',
  aiff: 'audio/aiff',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  mp4: 'video/mp4',
  mpeg: 'video/mpeg',
  mpg: 'video/mpeg',
  mov: 'video/quicktime',
  avi: 'video/x-msvideo',
  webm: 'video/webm',
  wmv: 'video/x-ms-wmv',
  flv: 'video/x-flv',
  '3gp': 'video/3gpp',
};

/** Type by the extension of a file name or URL; undefined where that says nothing. */
export function mimeTypeOfName(name: string): string | undefined {
  const path = name.split(/[?#]/, 1)[0] ?? '';
  const extension = /\.([a-z0-9]{2,4})$/i.exec(path)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
}

/** How the base64 of each format's first bytes begins. */
const byFirstBytes: readonly (readonly [RegExp, string])[] = [
  [/^iVBORw0KGgo/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD/, 'image/gif'],
  [/^UklG.{8}RUJQ/, 'image/webp'],
  [/^UklG.{8}QVZF/, 'audio/wav'],
  [/^JVBERi/, 'application/pdf'],
];

/** Type by the data's own first bytes, for data that comes without a name. */
export function mimeTypeOfData(base64: string): string | undefined {
  const head = base64.slice(0, 24);
  return byFirstBytes.find(([pattern]) => pattern.test(head))?.[1];
}
