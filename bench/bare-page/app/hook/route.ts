/** The least that a route handler for webhooks does: it reads the body and answers. */
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  return Response.json({ received: body.length > 0 });
}
