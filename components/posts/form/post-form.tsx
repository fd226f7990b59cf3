'use client';

import { useActionState } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { Exchange } from '#lib/domain/exchange/quote.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { PostStatus } from '#lib/domain/sale/sale.ts';
import { PictureField } from './picture-field.tsx';
import { PriceFields } from './price-fields.tsx';

type State = FormState & { pictures: PictureDto[] };
type Props = {
  action: (state: State, form: FormData) => Promise<State>;
  /** The values of the fields by name, as text. */
  initial: State;
  /** null for a new work. */
  status: PostStatus | null;
  /** The rates in use, to preview the price in other currencies. */
  exchange: Exchange;
};

/** The form for a new or an existing work. With JavaScript, pictures are uploaded while the artist types. */
export function PostForm({ action, initial, status, exchange }: Props) {
  const [state, submit] = useActionState(action, initial);
  const { values, fieldErrors } = state;
  const field = (name: string) => ({ name, defaultValue: values[name], error: fieldErrors[name] });
  const isPublished = status === 'LISTED';
  return (
    <form action={submit} className="space-y-8" noValidate>
      {/* Enter in a field presses the form's first button, so that one must save. */}
      <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden className="sr-only">
        Save
      </button>
      {state.message && <Notice>{state.message}</Notice>}
      {Object.keys(fieldErrors).length > 0 && (
        <Notice>
          Nothing has been saved yet: please check {Object.keys(fieldErrors).length === 1 ? 'the field' : 'the fields'}{' '}
          marked below.
        </Notice>
      )}
      <PictureField pictures={state.pictures} error={fieldErrors.pictures} />
      <TextField {...field('title')} label="Title" required maxLength={400} />
      <TextArea
        {...field('description')}
        label="Description"
        optional
        rows={2}
        hint="One or two sentences, up to 280 characters."
      />
      <PriceFields price={field('price')} currency={field('currency')} exchange={exchange} />
      <TextArea
        {...field('content')}
        label="Story"
        optional
        rows={6}
        hint="The story of the work. An empty line starts a new paragraph."
      />
      <div className="grid gap-5 sm:grid-cols-3">
        <TextField {...field('medium')} label="Medium" optional placeholder="Oil on linen" />
        <TextField {...field('year')} label="Year" optional inputMode="numeric" placeholder="2026" />
        <TextField {...field('dimensions')} label="Dimensions" optional placeholder="40 × 60 cm" />
      </div>
      <TextField {...field('tags')} label="Tags" optional hint="Up to ten, separated by commas." />
      <div className="flex flex-wrap items-center gap-4 border-t border-line pt-8">
        <SubmitButton name="intent" value={isPublished ? 'save' : 'publish'} pendingText="Saving…">
          {isPublished ? 'Save changes' : 'Publish'}
        </SubmitButton>
        {!isPublished && (
          <SubmitButton variant="quiet" name="intent" value="save" pendingText="Saving…">
            Save as draft
          </SubmitButton>
        )}
      </div>
    </form>
  );
}
