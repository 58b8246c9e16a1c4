const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function standIn(request: Request): Promise<Response> {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (let index = 0; index < 5; index++) {
        controller.enqueue(new TextEncoder().encode(`data: ${index} ${request.url}\n\n`));
        await sleep(100);
      }
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
