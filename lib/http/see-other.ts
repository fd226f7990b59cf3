/** The redirect after a form. */
export const seeOther = (url: string): Response => new Response(null, { status: 303, headers: { location: url } });
