export const dynamic = 'force-dynamic';

const ITEMS = 24;

/** A JSON list with as many characters as its URL says, serialized again for each request, as route handlers do. */
export async function GET(_: Request, { params }: { params: Promise<{ filler: string }> }): Promise<Response> {
  const filler = Number((await params).filler);
  const words = 'a word '.repeat(2_000);
  const text = words.slice(0, Math.floor(filler / ITEMS));
  const items = Array.from({ length: ITEMS }, (_, number) => ({ number, text }));
  // What does not divide, without which small lists would miss their size.
  return Response.json({ items, rest: words.slice(0, filler % ITEMS) });
}
