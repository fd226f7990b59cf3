export type LiveClient = {
  status: number;
  /** The cookies that the answer sets or clears. */
  setCookie: string[];
  /** Until the server has ended it. */
  isOpen(): boolean;
  close(): void;
};

/** Opens `/api/live` as an EventSource does, once. */
export async function openLive({ url }: { url: string }, cookie = ''): Promise<LiveClient> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/live`, { headers: { cookie }, signal: abort.signal });
  let open = response.ok;
  void readToItsEnd(response).finally(() => {
    open = false;
  });
  return {
    status: response.status,
    setCookie: response.headers.getSetCookie(),
    isOpen: () => open,
    close: () => abort.abort(),
  };
}

const readToItsEnd = (response: Response) => response.arrayBuffer().catch(() => {});
