import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./main";
import { addNode, type Board, connect, EMPTY } from "../lib/board";
import { tell } from "../lib/signals";

const CATALOG = {
	kinds: [
		{ id: "client", title: "Client (web)", group: "edge", role: "Asks." },
		{ id: "cache", title: "In-memory cache", group: "storage", role: "Answers fast." },
	],
	data: [
		{ id: "sessions", title: "Sessions" },
		{ id: "presence", title: "Presence" },
	],
};
const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
let asked: { url: string; body: unknown }[];
let answers: (url: string, body: unknown) => Response;

function two(): Board {
	return connect(addNode(addNode(EMPTY, { label: "app" }), { label: "store", kind: "cache" }), "n1", "n2");
}

function show(board: Board, more = ""): HTMLElement {
	const page = document.createElement("div");
	page.innerHTML = `<mr-board data-round="r1" data-version="1" ${more}><form class="board-text"><textarea></textarea><ol class="mistakes" hidden></ol></form></mr-board>`;
	const element = page.firstElementChild as HTMLElement;
	element.dataset.board = JSON.stringify(board);
	element.dataset.catalog = JSON.stringify(CATALOG);
	document.body.append(page);
	return element;
}

async function settled(ms = 20): Promise<void> {
	await vi.advanceTimersByTimeAsync(ms);
}

function tab(name: string): HTMLElement {
	const found = [...document.querySelectorAll<HTMLElement>("[role=tab]")].find((each) => each.textContent === name);
	if (!found) throw new Error(`no tab ${name}`);
	return found;
}

function field<Kind extends HTMLElement>(selector: string): Kind {
	const found = document.querySelector<Kind>(selector);
	if (!found) throw new Error(`no ${selector}`);
	return found;
}

function type(box: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
	box.value = value;
	box.dispatchEvent(new Event("input", { bubbles: true }));
}

function lastPut(): { board: Board; version: number } {
	const puts = asked.filter(({ url, body }) => url.endsWith("/rounds/r1/board") && body);
	const last = puts.at(-1);
	if (!last) throw new Error("nothing was saved");
	return last.body as { board: Board; version: number };
}

/** The board that was saved last. */
function saved(): Board {
	return lastPut().board;
}

async function inTable(board: Board, more = ""): Promise<HTMLElement> {
	localStorage.setItem("mockround:board-view", '"Table"');
	const element = show(board, more);
	await settled();
	return element;
}

beforeEach(() => {
	localStorage.clear();
	vi.useFakeTimers();
	asked = [];
	answers = (url) => answer(url.endsWith("/text") ? { text: "printed" } : { version: 2 });
	vi.stubGlobal("fetch", async (url: string, request?: RequestInit) => {
		const body: unknown = request?.body ? JSON.parse(request.body as string) : null;
		asked.push({ url, body });
		return answers(url, body);
	});
});

afterEach(() => {
	document.body.replaceChildren();
	document.body.className = "";
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("a name typed in the table is saved, shown in the arrows, and undone as one step", async () => {
	await inTable(two());
	const name = field<HTMLInputElement>("#box-n1-name");
	for (const text of ["a", "ap", "api"]) type(name, text);
	await settled(1500);
	expect(saved().nodes[0]?.label).toBe("api");
	expect(field<HTMLSelectElement>("[data-field=source]").selectedOptions[0]?.textContent).toBe("api");
	field("button[title^=Undo]").click();
	expect(field<HTMLInputElement>("#box-n1-name").value).toBe("app");
	await settled(1500);
	expect(saved().nodes[0]?.label).toBe("app");
});

test("class, data, waiting and protocol are chosen in the table", async () => {
	await inTable(two());
	type(field("[data-id=n1][data-field=kind]"), "client");
	const data = field<HTMLInputElement>("[data-kept=n2] input[value=sessions]");
	data.checked = true;
	data.dispatchEvent(new Event("input", { bubbles: true }));
	type(field("[data-field=mode]"), "async");
	type(field("[data-field=protocol]"), "AMQP");
	await settled(3000);
	expect(saved().nodes.map(({ kind, data }) => [kind, data])).toEqual([
		["client", []],
		["cache", ["sessions"]],
	]);
	expect(saved().arrows[0]).toMatchObject({ mode: "async", protocol: "AMQP" });
	expect(field("[data-kept=n2] summary").textContent).toBe("Sessions");
});

test("a row is added with the focus in it, and removed with the focus on the next one", async () => {
	await inTable(two());
	field("[data-add=node]").click();
	expect((document.activeElement as HTMLElement).dataset.field).toBe("label");
	const added = (document.activeElement as HTMLElement).dataset.id;
	field("[data-remove=node][data-id=n1]").click();
	expect((document.activeElement as HTMLElement).dataset).toMatchObject({ remove: "node", id: "n2" });
	await settled(3000);
	expect(saved().nodes.map(({ id }) => id)).toEqual(["n2", added]);
	expect(saved().arrows).toEqual([]);
	expect(field(".board-tables + [role=status]").textContent).toContain("The board has 2 boxes and no arrow");
});

test("groups are named, nested and taken apart again", async () => {
	await inTable(two());
	field("[data-add=group]").click();
	field("[data-add=group]").click();
	const [outer, inner] = [...document.querySelectorAll<HTMLInputElement>("[data-of=group][data-field=label]")];
	if (!outer || !inner) throw new Error("two groups were added");
	type(outer, "eu");
	type(field(`[data-of=group][data-id=${inner.dataset.id}][data-field=group]`), outer.dataset.id ?? "");
	type(field("[data-id=n1][data-field=group]"), inner.dataset.id ?? "");
	field(`[data-remove=group][data-id=${inner.dataset.id}]`).click();
	await settled(3000);
	expect(saved().groups.map(({ label }) => label)).toEqual(["eu"]);
	expect(saved().nodes[0]?.group).toBe(outer.dataset.id);
});

test("the tabs are moved along with the arrow keys, and only the open panel is there", async () => {
	await inTable(two());
	tab("Table").focus();
	tab("Table").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
	await settled();
	expect(document.activeElement).toBe(tab("Text"));
	expect(tab("Text").getAttribute("aria-selected")).toBe("true");
	const open = [...document.querySelectorAll("[role=tabpanel]")].filter((panel) => !(panel as HTMLElement).hidden);
	expect(open.map((panel) => panel.id)).toEqual([tab("Text").getAttribute("aria-controls")]);
});

test("what is typed as text is read by the server; a mistake is shown and nothing is saved", async () => {
	answers = (url) => answer(url.endsWith("/text") ? { text: "app -> store" } : { version: 2 });
	await inTable(two());
	tab("Text").click();
	await settled();
	const box = field<HTMLTextAreaElement>("form.board-text textarea");
	expect(box.value).toBe("app -> store");
	const mistake = { line: 1, what: "'casche' is no component class.", remedy: "Did you mean cache?" };
	answers = () => answer({ board: EMPTY, mistakes: [mistake] });
	type(box, "app [casche]");
	await settled(600);
	expect(field(".mistakes").textContent).toBe("Line 1: 'casche' is no component class. Did you mean cache?");
	expect(asked.filter(({ url }) => url.endsWith("/board"))).toEqual([]);
	const read = addNode(EMPTY, { label: "app", kind: "cache" });
	answers = (url) => answer(url.endsWith("/reading") ? { board: read, mistakes: [] } : { version: 2 });
	type(box, "app [cache]");
	await settled(2000);
	expect(saved()).toEqual(read);
	expect(field(".mistakes").hidden).toBe(true);
	expect(box.value).toBe("app [cache]");
});

test("a text that was left at once is shown by the next view, and stands as it was typed while nothing else is drawn", async () => {
	const read = addNode(EMPTY, { label: "app", kind: "cache" });
	answers = (url) =>
		answer(url.endsWith("/text") ? { text: "app -> store" } : { board: read, mistakes: [], version: 2 });
	await inTable(two());
	tab("Text").click();
	await settled();
	const box = field<HTMLTextAreaElement>("form.board-text textarea");
	type(box, "# why\napp [cache]");
	tab("Table").click();
	await settled(2000);
	const names = () =>
		[...document.querySelectorAll<HTMLInputElement>("[data-of=node][data-field=label]")].map((each) => each.value);
	expect(names()).toEqual(["app"]);
	tab("Text").click();
	await settled();
	expect(box.value).toBe("# why\napp [cache]");
	tab("Table").click();
	await settled();
	field<HTMLButtonElement>("[data-add=node]").click();
	tab("Text").click();
	await settled();
	expect(box.value).toBe("app -> store");
});

test("another tab's board is shown where nothing of ours waits", async () => {
	await inTable(two());
	const theirs = addNode(two(), { label: "theirs" });
	answers = () => answer({ board: theirs, version: 5 });
	const event = { type: "board-changed", board: theirs } as const;
	tell("mr:event", { seq: 9, at: "", type: "board-changed", event, html: null });
	await settled();
	expect(
		[...document.querySelectorAll<HTMLInputElement>("[data-of=node][data-field=label]")].map((box) => box.value),
	).toEqual(["app", "store", "theirs"]);
});

test("where two tabs drew, both boards are shown and the choice is saved", async () => {
	const theirs = addNode(two(), { label: "theirs" });
	answers = (url) =>
		url.endsWith("/text")
			? answer({ text: "printed" })
			: answer({ status: 409, title: "", remedy: "", board: theirs, version: 5 }, 409);
	await inTable(two());
	type(field("#box-n1-name"), "mine");
	await settled(100);
	expect(field(".two-boards").textContent).toContain("Another tab saved the board meanwhile.");
	answers = (url, body) => answer(body ? { version: 6 } : url.endsWith("/board") ? { board: theirs, version: 5 } : {});
	field("[data-keep=mine]").click();
	await settled(2000);
	expect(saved().nodes[0]?.label).toBe("mine");
	expect(lastPut().version).toBe(5);
	expect(document.querySelector(".two-boards")).toBeNull();
});

test("a key leads to the board's open view", async () => {
	await inTable(two());
	tell("mr:key", { does: "board", isDown: true });
	expect(document.activeElement).toBe(tab("Table"));
});

test("when the round ends nothing can be changed any more", async () => {
	await inTable(two());
	tell("mr:event", {
		seq: 9,
		at: "",
		type: "round-ended",
		event: { type: "round-ended", because: "time" },
		html: null,
	});
	await settled();
	expect(field<HTMLFieldSetElement>(".board-tables").disabled).toBe(true);
	expect(field<HTMLButtonElement>("button[title^=Undo]").disabled).toBe(true);
});
