declare module 'yazl' {
  /** The part of yazl that is used here; it brings no types of its own. */
  export class ZipFile {
    readonly outputStream: NodeJS.ReadableStream & AsyncIterable<Buffer>;
    addBuffer(
      bytes: Buffer,
      path: string,
      options: { readonly mtime: Date; readonly mode: number; readonly forceDosTimestamp: boolean },
    ): void;
    end(): void;
  }
}
