import { POST_FORM_ACTION, type PostFormState } from '#lib/domain/posts/post-form.ts';

const FAILED = 'This could not be sent. Everything you typed is still here; please try again.';

/**
 * Sends the post form. After a save the browser goes on to the next page.
 * @param onLeave is called before that
 * @returns the state that the form shows; everything that was typed stays in its fields.
 */
export async function sendPostForm(
  previous: PostFormState,
  form: FormData,
  onLeave: () => void,
): Promise<PostFormState> {
  const failed = (message: string): PostFormState => ({ ...previous, fieldErrors: {}, message });
  try {
    const response = await fetch(POST_FORM_ACTION, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: form,
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/plain')) return failed(await response.text());
    const result: { location: string } | { state: PostFormState } = await response.json();
    if ('state' in result) return result.state;
    // A full page load shows what has been saved, whatever the router has kept.
    onLeave();
    window.location.assign(result.location);
    return { ...previous, fieldErrors: {} };
  } catch {
    return failed(FAILED);
  }
}
