import { type Board, EMPTY } from "../board";
import { readBoard, told } from "../board-reading";

/** A part of a board to be pasted, or why nothing can be. */
export type Clipping = { readonly part: Board; readonly times: number } | { readonly trouble: string };

/** What was copied last, for every canvas of the page; how often it was pasted since. */
const copied = { part: undefined as Board | undefined, text: "", times: 0 };

/**
 * Keeps what is copied and returns it as JSON, for other tabs, rounds and programs. The groups of this board mean
 * nothing there: the boxes stand in none.
 */
export function clip(part: Board): string {
	const loose = part.nodes.map((node) => ({ ...node, group: "" }));
	Object.assign(copied, { part, text: JSON.stringify({ ...part, nodes: loose }), times: 0 });
	return copied.text;
}

/** What a paste takes: the board that `text` from the system's clipboard holds as JSON, else what was copied in this page. */
export async function clipped(text: string): Promise<Clipping | null> {
	const isForeign = text.trimStart().startsWith("{") && text !== copied.text;
	if (isForeign) {
		const found = await readBoard(text, EMPTY);
		if (!found) return { trouble: "What was copied could not be read by the server. Paste it again in a moment." };
		const mistake = found.mistakes[0];
		if (mistake) return { trouble: `What was copied is no board. ${told(mistake)}` };
		Object.assign(copied, { part: found.board, text, times: 0 });
	}
	if (!copied.part) return null;
	copied.times++;
	return { part: copied.part, times: copied.times };
}
