export type Does = "send" | "talk" | "answer" | "board" | "notes" | "focus" | "leave" | "aloud" | "sheet";

export interface Shortcut {
	readonly does: Does;
	/** As they are shown and as they are heard: a key, or "Ctrl+" and a key. */
	readonly keys: readonly string[];
	readonly words: string;
	/** What must stand in the page; without it the shortcut is neither shown nor heard. */
	readonly needs: string;
}

/** Every shortcut of a round: what listens and the sheet that explains read this one list. */
export const SHORTCUTS: readonly Shortcut[] = [
	{ does: "send", keys: ["Ctrl+Enter"], words: "Send the answer", needs: "mr-composer" },
	{ does: "talk", keys: ["Ctrl+,", "t"], words: "Talk", needs: ".to-talk:not([hidden])" },
	{ does: "answer", keys: ["a"], words: "Go to the answer", needs: "#answer-text" },
	{ does: "board", keys: ["b"], words: "Go to the board", needs: "mr-board" },
	{ does: "notes", keys: ["n"], words: "Go to the notes", needs: "#notes-text" },
	{ does: "focus", keys: ["Ctrl+.", "f"], words: "Focus mode, and back", needs: "mr-focus" },
	{ does: "leave", keys: ["Escape"], words: "Leave focus mode", needs: ".focused mr-focus" },
	{ does: "aloud", keys: ["r"], words: "Read the interviewer aloud, or stop", needs: "mr-aloud:not([hidden])" },
	{ does: "sheet", keys: ["Ctrl+/", "?"], words: "Show these keys", needs: "mr-keys" },
];

/** Whether a shortcut is one character alone, which may be turned off and never works while text is typed. */
export function isSingle(key: string): boolean {
	return key.length === 1;
}

/** The shortcuts of this page, with the keys that count; `singles` tells whether characters alone do. */
export function shortcutsHere(singles: boolean, page: ParentNode = document): Shortcut[] {
	return SHORTCUTS.filter((each) => page.querySelector(each.needs))
		.map((each) => ({ ...each, keys: each.keys.filter((key) => singles || !isSingle(key)) }))
		.filter((each) => each.keys.length > 0);
}

/** What a key press asks for; null where it asks for nothing of ours. */
export function pressed(event: KeyboardEvent, singles: boolean): Does | null {
	if (event.isComposing || event.repeat || event.defaultPrevented) return null;
	const written = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key}`;
	if (isSingle(written) && isTyping(event.target)) return null;
	return shortcutsHere(singles).find((each) => each.keys.includes(written))?.does ?? null;
}

const SILENT = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof Element)) return false;
	const box = target.closest("input, textarea, select, [contenteditable], [role=textbox]");
	return box !== null && !(box instanceof HTMLInputElement && SILENT.has(box.type));
}
