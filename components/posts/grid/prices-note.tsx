/** A sentence about the prices of a post grid, below it. */
export function PricesNote({ children }: { children: string | null }) {
  return children && <p className="mt-16 text-center text-sm text-balance text-quiet">{children}</p>;
}
