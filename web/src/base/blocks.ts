/** The data blocks of the page: base64 of gzip in `<script type="text/plain">` elements. */

/** The text of a data block; throws if the page was truncated. */
export function blockText(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page is incomplete: its block ${id} is missing`);
  return text;
}

/** Decodes base64 text. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (native.fromBase64) return native.fromBase64(text);
  const characters = atob(text.trim());
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/** Decompresses a gzip member. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
