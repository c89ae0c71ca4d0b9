import type { Campaign } from "@tocsin/model";

/** Numbers that agencies give their warnings: `AA24-207A`, `ICSA-21-119-04`, `AR22-277A`, `CERTFR-2024-CTI-006`. */
const NUMBER =
  /(?<![A-Za-z0-9])((?:AA|AR|MAR|TA|AL)\d{2}-\d{2,3}[A-Z]?|ICS(?:A|MA)-\d{2}-\d{3}-\d{2}[A-Z]?|CERTFR-\d{4}-[A-Z]{2,4}-\d{2,5}|VDE-\d{4}-\d{3}|BSI-\d{4}-\d{4,6})(?![A-Za-z0-9])/i;

/** Notes on the document itself what its reading found: it stays with it when several become one campaign. */
export function describeDocument(campaign: Campaign, number?: string): Campaign {
  const [document, ...others] = campaign.documents;
  if (document === undefined || others.length > 0) return campaign;
  const { title, issuers, published, modified, tlp } = campaign;
  const found = number ?? document.number ?? numberIn(title) ?? numberIn(document.name);
  const names = issuers.map((issuer) => issuer.name);
  return {
    ...campaign,
    documents: [
      {
        ...document,
        ...(title !== document.name && { title }),
        ...(found !== undefined && { number: found }),
        ...(names.length > 0 && { issuers: names }),
        ...(published !== undefined && { published }),
        ...(modified !== undefined && { modified }),
        ...(tlp !== undefined && { tlp }),
      },
    ],
  };
}

/** The first number of a warning in a text. */
export function numberIn(text: string): string | undefined {
  return NUMBER.exec(text.slice(0, 4000))?.[1]?.toUpperCase();
}
