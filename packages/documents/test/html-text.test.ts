import fc from "fast-check";
import { parse, serialize } from "parse5";
import { expect, test } from "vitest";
import { parseHtml } from "../src/html/parse-html.ts";

const PIECE = fc.constantFrom(
  "word ",
  "&amp;",
  "\u0000",
  " ",
  "<b>",
  "</b>",
  "<p>",
  "</p>",
  "<table>",
  "<tr><td>",
  "</td></tr>",
  "</table>",
  "<a href=x>",
  "</a>",
  "<textarea>",
  "<select><option>",
  "<!-- c -->",
);

test("the texts of a page are those that the parser gives by itself", () => {
  fc.assert(
    fc.property(fc.array(PIECE, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      expect(serialize(parseHtml("a.html", text).page)).toBe(serialize(parse(text)));
    }),
  );
});

test("a text of more words than are joined at a time is whole", () => {
  const text = "word ".repeat(20_000);
  expect(serialize(parseHtml("a.html", `<p>${text}</p>`).page)).toContain(`<p>${text}</p>`);
});
