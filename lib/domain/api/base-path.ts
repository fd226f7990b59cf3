/** Below it are the operations of the API. */
export const API_BASE = '/api/v1';

/** Whether a URL without its origin belongs to the API, whose errors are problem details. */
export const isApiUrl = (url: string): boolean => url.startsWith(`${API_BASE}/`);
