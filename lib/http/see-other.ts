/** The answer to a form that leads on to a page. */
export const seeOther = (address: string): Response =>
  new Response(null, { status: 303, headers: { location: address } });
