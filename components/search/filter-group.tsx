import type { ReactNode } from 'react';

/** The values of one filter, under its name. */
export function FilterGroup({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="border-t border-line pt-5">
      <legend className="float-left mb-2 w-full text-sm font-medium">{name}</legend>
      <div className="clear-both">{children}</div>
    </fieldset>
  );
}
