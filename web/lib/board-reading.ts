import type { Board } from "./board";

/** Lines are counted from 1. */
interface Mistake {
	readonly line: number;
	readonly what: string;
	readonly remedy: string;
}

export interface ReadBoard {
	readonly board: Board;
	readonly mistakes: readonly Mistake[];
}

/** Has the server read a board from our text, JSON or Mermaid, over the board `before`; null where it cannot be reached. */
export function readBoard(text: string, before: Board): Promise<ReadBoard | null> {
	return post("/api/boards/reading", { text, before });
}

/** Has the server write a board as text; null where it cannot be reached. */
export async function printedBoard(board: Board): Promise<string | null> {
	return (await post<{ text: string }>("/api/boards/text", board))?.text ?? null;
}

export function told({ line, what, remedy }: Mistake): string {
	return `Line ${line}: ${what} ${remedy}`;
}

async function post<Answer>(url: string, body: unknown): Promise<Answer | null> {
	try {
		const headers = { "Content-Type": "application/json" };
		const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
		return response.ok ? ((await response.json()) as Answer) : null;
	} catch {
		return null;
	}
}
