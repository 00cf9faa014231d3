import type { Board } from "../lib/board";
import { made } from "../lib/dom";

/** Shows two boards, as text, after `place`; resolves with the one that is to be kept. Neither is lost before. */
export async function chosenBoard(place: Element, mine: Board, theirs: Board): Promise<"mine" | "theirs"> {
	place.parentElement?.querySelector(".two-boards")?.remove();
	const view = made(
		"div",
		{ class: "two-texts two-boards", role: "group", tabindex: "-1", "aria-label": "Two versions of the board" },
		made(
			"p",
			{},
			"Another tab saved the board meanwhile. Choose which of the two goes on; neither is lost until then.",
		),
	);
	const keep = (name: string, words: string) =>
		made("button", { type: "button", class: "button quiet small", "data-keep": name }, words);
	const [mineText, theirsText] = await Promise.all([printed(mine), printed(theirs)]);
	view.append(
		shown("Yours", mineText),
		shown("The other", theirsText),
		made("div", { class: "tools" }, keep("mine", "Keep mine"), keep("theirs", "Take the other")),
	);
	place.after(view);
	view.focus();
	return new Promise((resolve) => {
		view.addEventListener("click", (event) => {
			const chosen = (event.target as Element).closest<HTMLElement>("[data-keep]")?.dataset.keep;
			if (!chosen) return;
			view.remove();
			resolve(chosen === "theirs" ? "theirs" : "mine");
		});
	});
}

function shown(title: string, text: string): HTMLElement {
	const box = made("textarea", { rows: "6", readonly: true });
	box.value = text;
	return made("label", { class: "field" }, title, box);
}

async function printed(board: Board): Promise<string> {
	const counts = `${board.nodes.length} boxes, ${board.arrows.length} arrows`;
	try {
		const headers = { "Content-Type": "application/json" };
		const response = await fetch("/api/boards/text", { method: "POST", headers, body: JSON.stringify(board) });
		return response.ok ? ((await response.json()) as { text: string }).text : counts;
	} catch {
		return counts;
	}
}
