import type { ReactNode } from 'react';

/** @param id of its heading, which links may lead to. */
export function SettingsSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section>
      <h2 id={id} className="mb-5 text-lg font-medium">
        {title}
      </h2>
      {children}
    </section>
  );
}
