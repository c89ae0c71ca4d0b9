import { sanitizeText } from "../sanitize.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Text for element content and quoted attributes: invisible characters made visible, markup escaped. */
export function escapeHtml(text: string): string {
  return sanitizeText(text).replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}

/** A list, or nothing if there are no items. Items are markup. */
export function htmlList(items: readonly string[], name = ""): string {
  if (items.length === 0) return "";
  const attribute = name === "" ? "" : ` class="${name}"`;
  return `<ul${attribute}>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

/** A table whose cells become labelled lines on a narrow screen. Cells are markup, heads plain text. */
export function htmlTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return "";
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows
    .map((cells) => {
      const row = cells.map((cell, index) => {
        const label = escapeHtml(heads[index] ?? "");
        return index === 0
          ? `<th scope="row">${cell}</th>`
          : `<td data-label="${label}">${cell}</td>`;
      });
      return `<tr>${row.join("")}</tr>`;
    })
    .join("\n");
  return `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table>`;
}

/** A bar of 0–100 percent; the number itself stands beside it in text, so it is hidden from readers. */
export function htmlBar(percent: number): string {
  const width = Math.max(0, Math.min(100, Math.round(percent)));
  return `<svg class="bar" aria-hidden="true" focusable="false"><rect class="bar-all" width="100%" height="100%"/><rect class="bar-part" width="${width}%" height="100%"/></svg>`;
}
