'use client';

import { type FormEvent, startTransition, useActionState } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import { fieldStates } from '#lib/domain/form-state.ts';
import { POST_FORM_ACTION, type PostFormState } from '#lib/domain/posts/post-form.ts';
import { SHOWN_IN_POST_FORM } from '#lib/domain/posts/post-limits.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { PictureField } from './picture-field.tsx';
import { PriceFields } from './price-fields.tsx';
import { sendPostForm } from './send-post-form.ts';
import { StoredPost } from './stored-post.tsx';
import { useUnsavedChanges } from './use-unsaved-changes.ts';

type Props = {
  initial: PostFormState;
  /** null for a new work. */
  status: PostStatus | null;
  /** Whether it waits for approval. */
  isWaiting?: boolean;
  /** The page with this form. */
  path: string;
  /** The rates in use, to preview the price in other currencies. */
  exchange: Exchange;
  /** Whether `initial` has something that is not saved. */
  isUnsaved: boolean;
};

const ORDER = [
  ...['pictures', 'title', 'description', 'price', 'currency', 'content', 'medium', 'year', 'dimensions', 'tags'],
] as const;

/**
 * The form for a new or an existing work. With JavaScript, pictures are uploaded while the artist types, and the rest is
 * sent without leaving the page.
 */
export function PostForm({ initial, status, isWaiting = false, path, exchange, isUnsaved }: Props) {
  const [state, submit, isPending] = useActionState(send, initial);
  const form = useErrorFocus(state);
  const leave = useUnsavedChanges(form, isUnsaved);
  const fieldOf = fieldStates(state, ORDER);
  const field = (name: keyof typeof SHOWN_IN_POST_FORM) => ({
    ...fieldOf(name),
    maxLength: typedLength(SHOWN_IN_POST_FORM[name]),
  });
  const isPublished = status === 'LISTED';

  function send(previous: PostFormState, data: FormData) {
    return sendPostForm(previous, data, leave);
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    // They have been uploaded one by one.
    data.delete('files');
    startTransition(() => submit(data));
  }

  return (
    <form
      ref={form}
      action={POST_FORM_ACTION}
      method="post"
      encType="multipart/form-data"
      onSubmit={onSubmit}
      className="space-y-8"
      noValidate
    >
      {/* Enter in a field presses the form's first button, so that one must save. */}
      <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden className="sr-only">
        Save
      </button>
      <input type="hidden" name="postId" value={state.postId ?? ''} />
      <input type="hidden" name="version" value={state.version ?? ''} />
      <input type="hidden" name="key" value={state.key ?? ''} />
      <FormErrors message={state.message} fieldErrors={state.fieldErrors} note="Nothing has been saved yet. " />
      {state.stored && <StoredPost state={state} stored={state.stored} path={path} pending={isPending} />}
      <PictureField pictures={state.pictures} {...fieldOf('pictures')} />
      <TextField {...field('title')} label="Title" required />
      <TextArea
        {...field('description')}
        label="Description"
        optional
        rows={2}
        hint="One or two sentences, up to 280 characters."
      />
      <PriceFields price={field('price')} currency={fieldOf('currency')} exchange={exchange} />
      <TextArea
        {...field('content')}
        label="Story"
        optional
        rows={16}
        style={{ minHeight: '24rem' }}
        hint="The story of the work. An empty line starts a new paragraph."
      />
      <div className="grid gap-5 sm:grid-cols-3">
        <TextField {...field('medium')} label="Medium" optional placeholder="Oil on linen" />
        <TextField {...field('year')} label="Year" optional inputMode="numeric" placeholder="2026" />
        <TextField {...field('dimensions')} label="Dimensions" optional placeholder="40 × 60 cm" />
      </div>
      <TextField {...field('tags')} label="Tags" optional hint="Up to ten, separated by commas." />
      <div className="flex flex-wrap items-center gap-4 border-t border-line pt-8">
        <SubmitButton name="intent" value={isPublished ? 'save' : 'publish'} pendingText="Saving…" pending={isPending}>
          {isPublished || isWaiting ? 'Save changes' : 'Publish'}
        </SubmitButton>
        {!isPublished && !isWaiting && (
          <SubmitButton variant="quiet" name="intent" value="save" pendingText="Saving…" pending={isPending}>
            Save as draft
          </SubmitButton>
        )}
        <SubmitButton variant="text" name="intent" value="preview" pendingText="One moment…" pending={isPending}>
          Preview
        </SubmitButton>
      </div>
    </form>
  );
}
