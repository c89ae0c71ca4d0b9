import { networkContains, parseNetwork } from "@tocsin/model";
import type { Network, Observable } from "@tocsin/model";
import { scanAddresses } from "./address-scan.ts";
import { formsOf } from "./observable-form.ts";
import type { Form } from "./observable-form.ts";
import { Readings } from "./observable-readings.ts";
import { readUnits } from "./observable-units.ts";

/** Observables are immutable and asked of many texts. */
const forms = new WeakMap<Observable, readonly Form[]>();

/**
 * Whether a text bears an observable as a whole token. What counts as a neighbour that breaks the token is
 * decided by the type: an address is not found in a longer one, a domain is found as the end of a longer
 * name, a digest not in a longer run of letters and digits.
 */
export function bearsObservable(observable: Observable, text: string): boolean {
  if (isAddress(observable)) return bearsAddress(observable, text);
  let known = forms.get(observable);
  if (known === undefined) forms.set(observable, (known = formsOf(observable)));
  const readings = new Readings(text);
  return known.some((form) => bearsForm(form, readings));
}

function bearsForm({ reading, literal, stands }: Form, readings: Readings): boolean {
  const text = readings[reading];
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1))
    if (stands(readings, at)) return true;
  return false;
}

/** Whether an observable is found by reading addresses. */
export function isAddress({ type }: Observable): boolean {
  return type === "ipv4" || type === "ipv6" || type === "cidr";
}

/** The network that an address or network stands for; undefined if its value is none. */
export function networkOf({ type, value }: Observable): Network | undefined {
  if (type === "cidr") return parseNetwork(value);
  return parseNetwork(`${value}/${type === "ipv4" ? 32 : 128}`);
}

function bearsAddress(observable: Observable, text: string): boolean {
  const network = networkOf(observable);
  if (network === undefined) return false;
  let isBorne = false;
  scanAddresses(readUnits(text), (bytes) => {
    isBorne ||= networkContains(network, bytes);
  });
  return isBorne;
}
