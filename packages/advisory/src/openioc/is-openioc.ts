import type { XmlElement } from "@tocsin/documents";

/** Whether the element is a definition of OpenIOC 1.0 or 1.1. */
export function isOpenIoc({ name }: XmlElement): boolean {
  return name === "ioc" || name === "OpenIOC";
}
