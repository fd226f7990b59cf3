/** Leads password managers to the form (https://w3c.github.io/webappsec-change-password-url/). */
export function GET(): Response {
  return new Response(null, { status: 302, headers: { location: '/dashboard/settings#password' } });
}
