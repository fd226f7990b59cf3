import { isolate } from '#lib/domain/isolate.ts';
import { initialsOf } from '#lib/domain/pictures/portrait.ts';
import type { MailContent, MailPerson, MailPicture, MailWork, Paragraph } from './mail-content.ts';

export type Mail = { subject: string; text: string; html: string };

/** Of the shop's light and dark theme: app/globals.css. */
const LIGHT = { paper: '#faf9f7', raised: '#ffffff', ink: '#1b1a18', quiet: '#66625b', line: '#dedad3' };
const DARK = { paper: '#141312', raised: '#1d1c1a', ink: '#efece6', quiet: '#a39e95', line: '#37342f' };

/** Pixels. */
const WIDTH = 560;

/**
 * A mail as plain text and as HTML. Mail programs drop scripts, forms, many styles and often the head, so everything that
 * matters is an inline style; the head only adds the dark theme.
 * @param shop its name and URL.
 */
export function renderMail(content: MailContent, shop: { name: string; url: string }): Mail {
  return { subject: content.subject, text: renderText(content), html: renderHtml(content, shop) };
}

function renderText({ paragraphs, replyLine, works = [] }: MailContent): string {
  const list = works.map(({ title, artist, url }) => `“${isolate(title)}” by ${isolate(artist)}\n${url}`);
  const texts = paragraphs.map(({ text, link }) => [text, link?.url].filter(Boolean).join('\n'));
  return `${[...(replyLine ? [replyLine] : []), ...list, ...texts].join('\n\n')}\n`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

const DARK_STYLES = `@media (prefers-color-scheme: dark) {
  .paper { background: ${DARK.paper} !important; }
  .raised { background: ${DARK.raised} !important; border-color: ${DARK.line} !important; }
  .ink { color: ${DARK.ink} !important; }
  .quiet { color: ${DARK.quiet} !important; }
  .button { background: ${DARK.ink} !important; color: ${DARK.paper} !important; }
}`;

const FONT = "font-family:ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function renderHtml(
  { subject, paragraphs, replyLine, picture, person, works = [] }: MailContent,
  shop: { name: string; url: string },
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${DARK_STYLES}</style>
</head>
<body class="paper" style="margin:0;padding:0;background:${LIGHT.paper}">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" style="background:${LIGHT.paper}">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:${WIDTH}px;${FONT};text-align:start">
${replyLine ? renderReplyLine(replyLine) : ''}<tr><td style="padding:0 0 20px;font-family:ui-serif,Georgia,serif;font-size:22px">
<a href="${escapeHtml(shop.url)}" class="ink" dir="auto" style="color:${LIGHT.ink};text-decoration:none">${escapeHtml(shop.name)}</a>
</td></tr>
<tr><td class="raised" style="padding:28px 28px 12px;background:${LIGHT.raised};border:1px solid ${LIGHT.line};border-radius:8px">
${picture ? renderPicture(picture) : ''}${person ? renderPerson(person) : ''}${works.map(renderWork).join('')}${paragraphs.map(renderParagraph).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function renderPicture({ url, alt, width, height }: MailPicture): string {
  const shown = Math.min(width, 240);
  const size = `width="${shown}" height="${Math.round((height * shown) / width)}"`;
  return `<p style="margin:0 0 20px"><img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}" ${size} style="display:block;max-width:100%;height:auto;border:0"></p>\n`;
}

/** Pixels. */
const WORK_WIDTH = 120;

function renderWork({ title, artist, url, picture }: MailWork): string {
  const href = escapeHtml(url);
  const image = picture
    ? `<a href="${href}"><img src="${escapeHtml(picture.url)}" alt="${escapeHtml(picture.alt)}" width="${WORK_WIDTH}" height="${Math.round((picture.height * WORK_WIDTH) / picture.width)}" style="display:block;border:0"></a>`
    : '';
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 20px"><tr>
<td width="${WORK_WIDTH}" valign="top" style="padding:0 16px 0 0">${image}</td>
<td valign="top" style="font-size:16px;line-height:1.4"><a href="${href}" class="ink" dir="auto" style="color:${LIGHT.ink}">${escapeHtml(title)}</a><br>
<span class="quiet" style="font-size:14px;color:${LIGHT.quiet}"><bdi>${escapeHtml(artist)}</bdi></span></td></tr></table>
`;
}

/** Pixels; the file is twice as wide. */
const PORTRAIT = 48;

function renderPerson({ name, place, url, portrait }: MailPerson): string {
  const round = `width:${PORTRAIT}px;height:${PORTRAIT}px;border-radius:${PORTRAIT / 2}px`;
  const face = portrait
    ? `<img src="${escapeHtml(portrait.url)}" alt="" width="${PORTRAIT}" height="${PORTRAIT}" style="display:block;${round};border:0">`
    : `<div class="quiet" style="${round};line-height:${PORTRAIT}px;text-align:center;font-size:16px;border:1px solid ${LIGHT.line};color:${LIGHT.quiet}">${escapeHtml(initialsOf(name))}</div>`;
  const where = place
    ? `<br><span class="quiet" style="font-size:14px;color:${LIGHT.quiet}"><bdi>${escapeHtml(place)}</bdi></span>`
    : '';
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 20px"><tr><td style="padding:0 12px 0 0">${face}</td>
<td style="font-size:16px;line-height:1.4"><a href="${escapeHtml(url)}" class="ink" dir="auto" style="color:${LIGHT.ink}">${escapeHtml(name)}</a>${where}</td></tr></table>
`;
}

const renderReplyLine = (line: string): string =>
  `<tr><td class="quiet" style="padding:0 0 20px;font-size:13px;color:${LIGHT.quiet}">${escapeHtml(line)}</td></tr>\n`;

const QUOTED = `padding:0 0 0 14px;border-left:3px solid ${LIGHT.line};`;

function renderParagraph({ text, link, isQuoted = false }: Paragraph): string {
  const content = isQuoted ? escapeHtml(text).replaceAll('\n', '<br>') : escapeHtml(text);
  const lines =
    text &&
    `<p class="ink" dir="auto" style="margin:0 0 16px;${isQuoted ? QUOTED : ''}font-size:16px;line-height:1.5;color:${LIGHT.ink}">${content}</p>`;
  return `${lines}${link ? renderLink(link) : ''}`;
}

/** A button, and the URL for those whose mail program does not show it or who want to see where it leads. */
function renderLink({ label, url }: { label: string; url: string }): string {
  const href = escapeHtml(url);
  return `<p style="margin:0 0 8px"><a href="${href}" class="button" style="display:inline-block;padding:12px 24px;border-radius:24px;background:${LIGHT.ink};color:${LIGHT.paper};font-size:15px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>
<p class="quiet" dir="ltr" style="margin:0 0 20px;font-size:13px;line-height:1.5;color:${LIGHT.quiet};word-break:break-all">${href}</p>`;
}
