import { expect, test } from 'vitest';
import { ACCOUNT_MAILS, type AccountMailKind } from '#lib/domain/account-mail.ts';
import { composeAccountMail } from '#lib/messages/compose-account-mail.ts';
import { renderMail } from '#lib/messages/render-mail.ts';

const shop = { name: 'Fog & Light', url: 'https://shop.example' };
const KINDS = Object.keys(ACCOUNT_MAILS) as AccountMailKind[];

const details = {
  shop: shop.name,
  username: 'mira',
  url: 'https://shop.example/links/x?token=abc',
  signInUrl: 'https://shop.example/sign-in',
  forgotPasswordUrl: 'https://shop.example/forgot-password',
  securityUrl: 'https://shop.example/dashboard/settings/security',
  dataUrl: 'https://shop.example/dashboard/settings/data',
  tokensUrl: 'https://shop.example/dashboard/settings/tokens',
  endpointUrl: 'https://shop.example/dashboard/settings/webhooks/1',
  workUrl: 'https://shop.example/posts/blue',
  isTaken: false,
  data: { email: 'new@example.org', before: 'mir', provider: 'github' },
};

test.for(KINDS)('the mail “%s” says the same as text and as HTML', (kind) => {
  const { paragraphs, subject } = composeAccountMail(kind, details);
  const mail = renderMail({ paragraphs, subject }, shop);
  expect(subject).toContain(shop.name);
  expect(mail.text).not.toMatch(/undefined|null|NaN/);
  for (const { text, link } of paragraphs) {
    expect(mail.text).toContain(text);
    if (link) expect(mail.text).toContain(link.url);
    if (link) expect(mail.html).toContain(`href="${link.url.replace('&', '&#38;')}"`);
  }
  const shown = mail.html.replace(/<(style|title)>[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, '');
  for (const { text } of paragraphs) expect(shown).toContain(text.replaceAll('&', '&#38;'));
  expect(ACCOUNT_MAILS[kind] !== null).toBe(mail.text.includes(details.url));
});

test.for(['prove-email', 'change-email'] as const)('the owner of a taken address gets no link from “%s”', (kind) => {
  const { text } = renderMail(composeAccountMail(kind, { ...details, isTaken: true }), shop);
  expect(text).not.toContain(details.url);
  expect(text).toContain(details.signInUrl);
  expect(text).not.toContain('mira');
});

test('HTML has nothing that mail programs strip, and what people wrote is text in it', () => {
  const picture = { url: 'https://shop.example/media/a.webp', alt: '"><script>', width: 480, height: 640 };
  const paragraphs = [{ text: '<script>alert(1)</script> & “quotes”' }];
  const { html } = renderMail({ subject: '</title><b>', paragraphs, picture }, shop);
  expect(html).not.toMatch(/<script|<form|<link|javascript:|<b>|url\(/i);
  expect(html.match(/<img/g)).toHaveLength(1);
  expect(html).toContain('width="240" height="320"');
  expect(html).toContain('&#60;script&#62;alert(1)&#60;/script&#62; &#38; “quotes”');
});

test('a mail shows who made a work: portrait or initials, name, place and page', () => {
  const person = { name: '<b>Mira & Bo</b>', place: 'Lisbon', url: 'https://shop.example/artists/mira' };
  const portrait = { url: 'https://shop.example/media/p-96.webp', alt: '', width: 96, height: 96 };
  const render = (face: typeof portrait | undefined) =>
    renderMail({ subject: 'x', paragraphs: [{ text: 'y' }], person: { ...person, portrait: face } }, shop).html;
  expect(render(portrait)).toContain('<img src="https://shop.example/media/p-96.webp" alt="" width="48"');
  for (const html of [render(portrait), render(undefined)]) {
    expect(html).toContain('href="https://shop.example/artists/mira"');
    expect(html).toContain('&#60;b&#62;Mira &#38; Bo&#60;/b&#62;</a>');
    expect(html).toContain('Lisbon');
  }
  expect(render(undefined)).toMatch(/>BB<\/div>/);
});

test('works are listed in both forms, each with its link', () => {
  const picture = { url: 'https://shop.example/media/w-480.webp', alt: 'A heron', width: 480, height: 640 };
  const works = [
    { title: 'Grey <Heron>', artist: 'Mira & Bo', url: 'https://shop.example/posts/grey-heron', picture },
    { title: 'Nothing yet', artist: 'Ann', url: 'https://shop.example/posts/nothing', picture: undefined },
  ];
  const { html, text } = renderMail({ subject: 'x', paragraphs: [{ text: 'y' }], works }, shop);
  expect(text).toBe(
    '“Grey <Heron>” by Mira & Bo\nhttps://shop.example/posts/grey-heron\n\n“Nothing yet” by Ann\nhttps://shop.example/posts/nothing\n\ny\n',
  );
  expect(html).toContain('Grey &#60;Heron&#62;</a>');
  expect(html).toContain('alt="A heron" width="120" height="160"');
  expect(html.match(/href="https:\/\/shop.example\/posts\/grey-heron"/g)).toHaveLength(2);
});

test('the dark theme is declared', () => {
  const { html } = renderMail({ subject: 'x', paragraphs: [{ text: 'y' }] }, shop);
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  expect(html).toContain('@media (prefers-color-scheme: dark)');
});
