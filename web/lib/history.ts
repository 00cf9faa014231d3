const LONGEST = 200;

/** What was, what is, and what was undone. Values are never changed in place. */
export interface History<Value> {
	readonly past: readonly Value[];
	readonly present: Value;
	readonly future: readonly Value[];
	/** What the last step was about; steps about the same thing are one, as with typing in one field. */
	readonly about: string;
}

export function begun<Value>(present: Value): History<Value> {
	return { past: [], present, future: [], about: "" };
}

/** `about` is '' for a step of its own. */
export function stepped<Value>(history: History<Value>, present: Value, about = ""): History<Value> {
	if (present === history.present) return history;
	if (about && about === history.about) return { ...history, present, future: [] };
	return { past: [...history.past, history.present].slice(-LONGEST), present, future: [], about };
}

export function undone<Value>(history: History<Value>): History<Value> {
	const present = history.past.at(-1);
	if (present === undefined) return history;
	return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], about: "" };
}

export function redone<Value>(history: History<Value>): History<Value> {
	const [present, ...future] = history.future;
	if (present === undefined) return history;
	return { past: [...history.past, history.present], present, future, about: "" };
}
