/** Marks characters `start` to `end` of a text, counted in code points as the grader counts, and returns the mark. */
export function mark(element: Element, start: number, end: number): HTMLElement {
	const points = Array.from(element.textContent ?? "");
	const marked = document.createElement("mark");
	marked.tabIndex = -1;
	marked.textContent = points.slice(start, end).join("");
	element.replaceChildren(points.slice(0, start).join(""), marked, points.slice(end).join(""));
	return marked;
}

/** Takes all marks away again. */
export function unmark(element: Element): void {
	element.replaceChildren(element.textContent ?? "");
}
