const BAR_WIDTH = 28;
const LINE_EVERY_MS = 5_000;

export type Progress = { update(done: number, note?: string): void; end(note: string): void };

/**
 * Shows how far a long step is: a bar that redraws itself on a terminal, a line every five seconds elsewhere.
 * @param total null when nobody knows it beforehand
 */
export function startProgress(label: string, total: number | null, out: NodeJS.WriteStream = process.stderr): Progress {
  let lastShown = out.isTTY ? 0 : Date.now();
  const show = (done: number, note: string) => {
    const share = total === null ? null : Math.min(1, done / total);
    const count = `${done.toLocaleString('en')}${total === null ? '' : ` of ${total.toLocaleString('en')}`}`;
    if (!out.isTTY) return out.write(`${label}: ${count}${note}\n`);
    const filled = Math.round((share ?? 0) * BAR_WIDTH);
    const bar = share === null ? '' : `[${'='.repeat(filled)}${' '.repeat(BAR_WIDTH - filled)}] `;
    return out.write(`\r\x1b[2K${label} ${bar}${count}${note}`);
  };
  return {
    update(done, note = '') {
      const now = Date.now();
      if (now - lastShown < (out.isTTY ? 100 : LINE_EVERY_MS)) return;
      lastShown = now;
      show(done, note);
    },
    end: (note) => void out.write(`${out.isTTY ? '\r\x1b[2K' : ''}${label}: ${note}\n`),
  };
}
