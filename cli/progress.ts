const BAR_WIDTH = 28;
const LINE_EVERY_MS = 5_000;

export type Progress = {
  /** @param total null if unknown */
  update(done: number, total: number | null, note?: string): void;
  end(note: string): void;
};

/** Shows progress: a redrawn bar on a terminal, a line every five seconds elsewhere. */
export function startProgress(label: string, out: NodeJS.WriteStream = process.stderr): Progress {
  let lastShown = out.isTTY ? 0 : Date.now();
  return {
    update(done, total, note = '') {
      const now = Date.now();
      if (now - lastShown < (out.isTTY ? 100 : LINE_EVERY_MS)) return;
      lastShown = now;
      const count = `${done.toLocaleString('en')}${total === null ? '' : ` of ${total.toLocaleString('en')}`}${note}`;
      out.write(out.isTTY ? `\r\x1b[2K${label} ${barOf(done, total)}${count}` : `${label}: ${count}\n`);
    },
    end: (note) => void out.write(`${out.isTTY ? '\r\x1b[2K' : ''}${label}: ${note}\n`),
  };
}

function barOf(done: number, total: number | null): string {
  if (total === null) return '';
  const filled = Math.round(Math.min(1, done / total) * BAR_WIDTH);
  return `[${'='.repeat(filled)}${' '.repeat(BAR_WIDTH - filled)}] `;
}
