/** Decodes units of UTF-8; what is invalid becomes U+FFFD, and the first time that happens is told. */
export type DecodeText = (bytes: Uint8Array, onInvalid: () => void) => string;

const LOOSE = new TextDecoder("utf-8", { ignoreBOM: true });
const STRICT = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

export function createTextDecoder(): DecodeText {
  let told = false;
  return (bytes, onInvalid) => {
    const text = LOOSE.decode(bytes);
    if (!told && text.includes("\ufffd") && !isValid(bytes)) {
      told = true;
      onInvalid();
    }
    return text;
  };
}

function isValid(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
