/** A block of cells as Excel and WPS put it on the clipboard: tabs, line ends, quotes around what holds either. */
export function parseTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let at = 0;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const ch = text[at];
    if (ch === '"' && cell === "") {
      const quoted = readQuoted(text, at);
      if (quoted) {
        cell = quoted.text;
        at = quoted.end;
        continue;
      }
    }
    if (ch === "\t") endCell();
    else if (ch === "\n" || ch === "\r") {
      if (ch === "\r" && text[at + 1] === "\n") at += 1;
      endRow();
    } else cell += ch;
    at += 1;
  }
  if (cell !== "" || row.length) endRow();
  return rows;
}

/** A quoted cell must end before a tab, a line end or the end of all; else the quote is a plain sign (5" pipe). */
function readQuoted(text: string, start: number): { text: string; end: number } | null {
  let out = "";
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') {
      out += text[at];
      continue;
    }
    if (text[at + 1] === '"') {
      out += '"';
      at += 1;
      continue;
    }
    const next = text[at + 1];
    return next === undefined || next === "\t" || next === "\n" || next === "\r" ? { text: out.replace(/\r\n?/g, "\n"), end: at + 1 } : null;
  }
  return null;
}

/** The same way back, so that Excel and WPS take it. */
export function tableText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join("\t")).join("\r\n");
}
