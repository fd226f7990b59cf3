/** The minimal webhook route handler: reads the body and responds. */
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  return Response.json({ received: body.length > 0 });
}
