'use client';

import { useActionState } from 'react';
import { MarkdownText } from '#components/legal/markdown-text.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StoredBesideTyped } from '#components/ui/stored-beside-typed.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { MAX_LEGAL_TEXT } from '#lib/domain/settings/legal-pages.ts';
import { typedLength } from '#lib/domain/typed-length.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  initial: FormState;
  page: string;
  title: string;
};

/** The text of a legal page in Markdown, with a preview that is as safe as the page. */
export function LegalPageForm({ action, initial, page, title }: Props) {
  const [state, submit] = useActionState(action, initial);
  const { values, stored, preview } = state;
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <input type="hidden" name="page" value={page} />
      <input type="hidden" name="version" value={values.version ?? ''} />
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      {stored && (
        <StoredBesideTyped
          rows={[{ label: 'Text', stored: stored.text ?? '', typed: values.text ?? '' }]}
          path={`/admin/settings/pages/${page}`}
        />
      )}
      <TextArea
        {...fieldStates(state, ['text'])('text')}
        label="Text"
        hint="In Markdown: # for a heading, - for a list, **bold**, [a link](https://example.org). HTML and pictures are shown as text. An empty text takes the page down."
        rows={18}
        // Grows with its text, from the height of a page on.
        style={{ minHeight: '24rem' }}
        maxLength={typedLength(MAX_LEGAL_TEXT)}
      />
      <div className="flex flex-wrap gap-4">
        <SubmitButton name="intent" value="preview" variant="quiet" pendingText="One moment…">
          Preview
        </SubmitButton>
        <SubmitButton name="intent" value="save" pendingText="Saving…">
          Save as a new version
        </SubmitButton>
      </div>
      {preview && (
        <section aria-labelledby="preview" className="rounded-md border border-line p-5">
          <p id="preview" role="status" className="mb-6 text-sm text-quiet">
            Preview. Nothing has been saved yet.
          </p>
          <p className="mb-6 font-serif text-3xl tracking-tight">{title}</p>
          <MarkdownText blocks={preview} />
        </section>
      )}
    </form>
  );
}
