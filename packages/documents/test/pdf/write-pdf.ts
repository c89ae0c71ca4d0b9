/** A small writer of PDF for tests: uncompressed objects, the standard fonts, a cross-reference table that is right. */

export interface TestText {
  readonly text: string;
  readonly x: number;
  /** Baseline, counted from the top of a page of 792 points. */
  readonly y: number;
  readonly size?: number;
  readonly font?: "regular" | "bold" | "mono";
}

export interface TestPage {
  readonly texts?: readonly TestText[];
  /** x0, y0, x1, y1 from the top left. */
  readonly lines?: readonly (readonly [number, number, number, number])[];
  readonly links?: readonly {
    readonly url: string;
    readonly area: readonly [number, number, number, number];
  }[];
  /** Operators in place of texts and lines. */
  readonly content?: string;
}

export interface TestPdf {
  readonly pages: readonly TestPage[];
  readonly info?: Readonly<Record<string, string>>;
  readonly files?: readonly { readonly name: string; readonly content: string }[];
  /** Structure elements of the first page, from the root down. */
  readonly tags?: TestTag;
  readonly trailer?: string;
}

/** An element: its children are elements or numbers of marked contents. */
interface TestTag {
  readonly role: string;
  readonly children: readonly (TestTag | number)[];
}

const FONTS = { regular: "F1", bold: "F2", mono: "F3" } as const;

/** Bytes of a PDF with these pages. */
export function writePdf({ pages, info, files = [], tags, trailer = "" }: TestPdf): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const reserve = (): number => objects.push("");
  const catalog = reserve();
  const tree = reserve();
  const fonts = ["Helvetica", "Helvetica-Bold", "Courier"].map((name) =>
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`),
  );
  const resources = `<< /Font << ${fonts.map((id, i) => `/F${i + 1} ${id} 0 R`).join(" ")} >> >>`;
  const kids = pages.map((page, i) => {
    const content = page.content ?? writeContent(page);
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const links = (page.links ?? []).map(({ url, area: [x0, y0, x1, y1] }) =>
      add(
        `<< /Type /Annot /Subtype /Link /Rect [${x0} ${792 - y1} ${x1} ${792 - y0}] /A << /S /URI /URI (${escape(url)}) >> >>`,
      ),
    );
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 612 792] /Resources ${resources} /Contents ${stream} 0 R${
        links.length > 0 ? ` /Annots [${links.map((id) => `${id} 0 R`).join(" ")}]` : ""
      }${tags !== undefined && i === 0 ? " /StructParents 0" : ""} >>`,
    );
  });
  objects[tree - 1] =
    `<< /Type /Pages /Kids [${kids.map((id) => `${id} 0 R`).join(" ")}] /Count ${kids.length} >>`;
  let extra = "";
  if (files.length > 0) {
    const specs = files.map(({ name, content }) => {
      const stream = add(
        `<< /Type /EmbeddedFile /Length ${content.length} >>\nstream\n${content}\nendstream`,
      );
      const spec = add(
        `<< /Type /Filespec /F (${escape(name)}) /UF (${escape(name)}) /EF << /F ${stream} 0 R >> >>`,
      );
      return `(${escape(name)}) ${spec} 0 R`;
    });
    extra += ` /Names << /EmbeddedFiles << /Names [${specs.join(" ")}] >> >>`;
  }
  if (tags !== undefined)
    extra += ` /MarkInfo << /Marked true >> /StructTreeRoot ${writeTags(objects, tags, kids[0] ?? 0)} 0 R`;
  objects[catalog - 1] = `<< /Type /Catalog /Pages ${tree} 0 R${extra} >>`;
  const described =
    info === undefined
      ? ""
      : ` /Info ${add(
          `<< ${Object.entries(info)
            .map(([key, value]) => `/${key} (${escape(value)})`)
            .join(" ")} >>`,
        )} 0 R`;
  return writeFile(objects, `/Root ${catalog} 0 R${described}${trailer}`);
}

/** Joins objects to a file; the first is object 1. */
export function writeFile(objects: readonly string[], trailer: string): Uint8Array {
  let file = "%PDF-1.7\n";
  const offsets = objects.map((body, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, "0")} 00000 n \n`;
  file += `trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Uint8Array.from(file, (character) => character.charCodeAt(0));
}

function writeContent({ texts = [], lines = [] }: TestPage): string {
  const drawn = lines.map(([x0, y0, x1, y1]) => `${x0} ${792 - y0} m ${x1} ${792 - y1} l S`);
  const written = texts.map(showText);
  return [...drawn, ...written].join("\n");
}

/** Operators that show a text. */
export function showText({ text, x, y, size = 10, font = "regular" }: TestText): string {
  return `BT /${FONTS[font]} ${size} Tf 1 0 0 1 ${x} ${792 - y} Tm (${escape(text)}) Tj ET`;
}

/** The element's number in the parent tree is that of its marked content: pdf.js looks them up there. */
function writeTags(objects: string[], root: TestTag, page: number): number {
  const owners: number[] = [];
  const top = objects.push("");
  const write = (tag: TestTag, parent: number): number => {
    const id = objects.push("");
    const kids = tag.children.map((child) => {
      if (typeof child !== "number") return `${write(child, id)} 0 R`;
      owners[child] = id;
      return String(child);
    });
    objects[id - 1] =
      `<< /Type /StructElem /S /${tag.role} /P ${parent} 0 R /Pg ${page} 0 R /K [${kids.join(" ")}] >>`;
    return id;
  };
  const first = write(root, top);
  const parents = `<< /Nums [0 [${owners.map((id) => `${id} 0 R`).join(" ")}]] >>`;
  objects[top - 1] = `<< /Type /StructTreeRoot /K [${first} 0 R] /ParentTree ${parents} >>`;
  return top;
}

function escape(text: string): string {
  return text.replaceAll(/[\\()]/g, "\\$&");
}

/** Lines of text below each other. */
export function stack(
  texts: readonly string[],
  at: { readonly x: number; readonly y: number; readonly leading?: number } & Pick<
    TestText,
    "size" | "font"
  >,
): TestText[] {
  const { x, y, leading = 12, ...look } = at;
  return texts.map((text, i) => ({ text, x, y: y + i * leading, ...look }));
}
