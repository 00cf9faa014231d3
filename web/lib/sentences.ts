const END = /(?:[.!?]["'”’)\]]*(?=\s))|\n/g;

/** The sentences of `text` from `from` on that are finished, and how far they reach. */
export function finished(text: string, from: number): { sentences: string[]; to: number } {
	const sentences: string[] = [];
	let to = from;
	END.lastIndex = from;
	for (let end = END.exec(text); end; end = END.exec(text)) {
		sentences.push(text.slice(to, END.lastIndex));
		to = END.lastIndex;
	}
	return { sentences: sentences.map(plain).filter(Boolean), to };
}

/** Text as it is said: without the marks of Markdown. */
export function plain(text: string): string {
	return text
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/^\s*(?:[-*+]|#+|>)\s+/gm, "")
		.replace(/[`*|]+/g, "")
		.replace(/\s+/g, " ")
		.trim();
}
