/** One connection to `/api/live`. */
export type LiveClient = {
  status: number;
  /** The cookies that the response sets or clears. */
  setCookie: string[];
  /** True until the server ends the response. */
  isOpen(): boolean;
  close(): void;
};

/** Opens `/api/live` as an EventSource does, without reconnecting. */
export async function openLiveUpdates({ url }: { url: string }, cookie = ''): Promise<LiveClient> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/live`, { headers: { cookie }, signal: abort.signal });
  let open = response.ok;
  void readToEnd(response).finally(() => {
    open = false;
  });
  return {
    status: response.status,
    setCookie: response.headers.getSetCookie(),
    isOpen: () => open,
    close: () => abort.abort(),
  };
}

const readToEnd = (response: Response) => response.arrayBuffer().catch(() => {});
