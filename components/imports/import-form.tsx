'use client';

import { useEffect, useState } from 'react';
import { SubmitButton } from '#components/ui/submit-button.tsx';

/** Sends a file of works. It leaves the page, so it needs no JavaScript; with it, the button says that it takes a while. */
export function ImportForm({ error }: { error: string | null }) {
  const [isSending, setIsSending] = useState(false);
  // Going back shows the page as it was left, with its button disabled.
  useEffect(() => {
    const reset = () => setIsSending(false);
    addEventListener('pageshow', reset);
    return () => removeEventListener('pageshow', reset);
  }, []);
  return (
    <form
      action="/dashboard/works/import/upload"
      method="post"
      encType="multipart/form-data"
      onSubmit={() => setIsSending(true)}
      className="space-y-5"
    >
      <div>
        <label htmlFor="file" className="mb-1.5 block text-sm font-medium">
          CSV or ZIP file
        </label>
        <input
          id="file"
          type="file"
          name="file"
          required
          accept=".csv,.tsv,.zip,text/csv,application/zip"
          aria-describedby={error ? 'file-hint file-error' : 'file-hint'}
          aria-invalid={error ? true : undefined}
          className="block w-full rounded-md border border-dashed border-field p-6 text-sm file:mr-4 file:rounded-full file:border-0 file:bg-ink file:px-5 file:py-2 file:text-sm file:font-medium file:text-paper"
        />
        <p id="file-hint" className="mt-1.5 text-sm text-quiet">
          Up to 1,000 works and 200 MB. A CSV file in UTF-8, separated by commas, semicolons or tabs; or a ZIP with one
          and the pictures.
        </p>
        {error && (
          <p id="file-error" role="alert" className="mt-1.5 text-sm font-medium wrap-anywhere text-accent">
            {error}
          </p>
        )}
      </div>
      <SubmitButton pendingText="Sending and checking…" pending={isSending}>
        Check this file
      </SubmitButton>
    </form>
  );
}
