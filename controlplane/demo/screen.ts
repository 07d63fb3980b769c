/**
 * Shows the tree as it changes. On a terminal it is drawn over itself; elsewhere (a log, CI) only the lines that are new
 * since the last picture are printed.
 */

export interface Screen {
  draw(lines: readonly string[]): void;
  /** Leaves the last picture standing. */
  end(): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export function createScreen(output: Output): Screen {
  return output.isTTY === true ? terminalScreen(output) : logScreen(output);
}

function terminalScreen(output: Output): Screen {
  let height = 0;
  output.write('\u001b[?25l');
  return {
    draw: (lines) => {
      const columns = output.columns ?? 80;
      // A picture higher than the terminal could not be drawn over; its end is the part that moves.
      const shown = lines.slice(-Math.max(1, (output.rows ?? 24) - 1));
      const text = shown.map((line) => `${[...line].slice(0, columns - 1).join('')}\u001b[K\n`).join('');
      output.write(`${height > 0 ? `\u001b[${height}A` : ''}${text}\u001b[J`);
      height = shown.length;
    },
    end: () => output.write('\u001b[?25h'),
  };
}

function logScreen(output: Output): Screen {
  let last = new Set<string>();
  return {
    draw: (lines) => {
      // The clock alone is no news.
      const picture = lines.slice(0, -1);
      for (const line of picture) if (!last.has(line)) output.write(`${line}\n`);
      last = new Set(picture);
    },
    end: () => undefined,
  };
}
