/** An object with the one member, or without any where the value is undefined. */
export function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [k in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [k in K]?: V });
}
