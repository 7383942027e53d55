"use strict";
// Files that the page gives: made in the browser, saved where downloads go, sent nowhere.
const MapFiles = (() => {
  function save(name, content, type) {
    const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  // A cell for spreadsheets: quoted, and never a formula.
  function cell(value) {
    const words = String(value ?? "");
    const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
    return `"${safe.replace(/"/g, '""')}"`;
  }

  // Rows as CSV that spreadsheets open by double-click: UTF-8 with its mark, semicolons.
  function csv(columns, rows) {
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
    return `\ufeff${lines.map((line) => line.map(cell).join(";")).join("\r\n")}\r\n`;
  }

  return { save, csv };
})();
