import type { Refusal } from "./outbox";

export type Heard = { readonly text: string } | Refusal;

const UNREACHED: Refusal = {
	title: "The server does not answer.",
	remedy: "Try again in a moment.",
};

/** Has a recording turned into text. The server remembers what it has turned, so asking again costs nothing twice. */
export async function transcribed(round: string, audio: Blob): Promise<Heard> {
	try {
		const headers = { "Content-Type": audio.type.split(";")[0] ?? "" };
		const response = await fetch(`/api/rounds/${round}/speech`, { method: "POST", headers, body: audio });
		return (await response.json()) as Heard;
	} catch {
		return UNREACHED;
	}
}
