export const dynamic = 'force-dynamic';

const ITEMS = 24;

/** A JSON list with as many characters as its URL says, serialized again for each request, as route handlers do. */
export async function GET(_: Request, { params }: { params: Promise<{ filler: string }> }): Promise<Response> {
  const each = Math.floor(Number((await params).filler) / ITEMS);
  const text = 'a word '.repeat(2_000).slice(0, each);
  return Response.json({ items: Array.from({ length: ITEMS }, (_, number) => ({ number, text })) });
}
