export type LiveClient = {
  status: number;
  /** The cookies that the answer sets or clears. */
  setCookie: string[];
  /** Everything that has come so far. */
  heard(): string;
  /** When the server's side has ended it. */
  ended: Promise<void>;
  isOpen(): boolean;
  close(): void;
};

/** Opens `/api/live` as an EventSource does, once. */
export async function openLive({ url }: { url: string }, cookie = ''): Promise<LiveClient> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/live`, { headers: { cookie }, signal: abort.signal });
  let open = response.ok;
  let text = '';
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
    open = false;
  };
  return {
    status: response.status,
    setCookie: response.headers.getSetCookie(),
    heard: () => text,
    ended: read().catch((error) => {
      open = false;
      if (!abort.signal.aborted) throw error;
    }),
    isOpen: () => open,
    close: () => abort.abort(),
  };
}
