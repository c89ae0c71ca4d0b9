/** A name between dollar-brace and brace, as a template of text has it; never filled in here. */
export function placeholder(name: string): string {
  return `$\{${name}}`;
}
