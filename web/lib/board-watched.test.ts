import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addNode, type Board, EMPTY } from "./board";
import type { Mount, ViewProps } from "./board-view";
import { BoardWatched } from "./board-watched";

const ONE = addNode(EMPTY, { label: "api" });
const TWO = addNode(ONE, { label: "queue" });
let place: HTMLElement;
let given: ViewProps[];
let shown: Board[];
let asked: string[];
let isUp: boolean;

const mount: Mount = (host, props) => {
	given.push(props);
	shown.push(props.board);
	host.textContent = "drawn";
	return {
		update: (board) => shown.push(board),
		unmount: () => host.replaceChildren(),
	};
};

const button = () => place.querySelector("button") as HTMLButtonElement;
const picture = () => place.querySelector(".picture") as HTMLElement;
const status = () => place.querySelector("[role=status]")?.textContent;
const latest = () => shown.at(-1)?.nodes.map(({ label }) => label);

beforeEach(() => {
	document.body.innerHTML = `<section data-url="/rounds/r1/board" data-catalog='{"kinds":[],"data":[]}'>
		<button data-canvas aria-pressed="false" hidden>On the canvas</button><p class="picture"></p></section>`;
	place = document.body.firstElementChild as HTMLElement;
	[given, shown, asked, isUp] = [[], [], [], true];
	vi.stubGlobal("fetch", async (url: string) => {
		asked.push(url);
		if (!isUp) throw new TypeError();
		return new Response(JSON.stringify(url.endsWith("=4") ? ONE : TWO));
	});
});

afterEach(() => {
	document.body.replaceChildren();
	vi.unstubAllGlobals();
});

test("nothing is loaded before it is asked for, and then the board grows along the time, each moment asked once", async () => {
	const load = vi.fn(async () => ({ mount }));
	const board = new BoardWatched(place, 9, load);
	board.show(4);
	expect([load.mock.calls, asked, button().hidden, picture().hidden]).toEqual([[], [], false, false]);
	button().click();
	await vi.waitFor(() => expect(latest()).toEqual(["api"]));
	expect([given[0]?.readOnly, picture().hidden, button().getAttribute("aria-pressed")]).toEqual([true, true, "true"]);
	board.show(9);
	await vi.waitFor(() => expect(latest()).toEqual(["api", "queue"]));
	board.show(0);
	await vi.waitFor(() => expect(latest()).toEqual([]));
	board.show(4);
	await vi.waitFor(() => expect(latest()).toEqual(["api"]));
	expect(asked).toEqual(["/rounds/r1/board.json?at=4", "/rounds/r1/board.json?at=9"]);
	button().click();
	expect([picture().hidden, place.textContent?.includes("drawn")]).toEqual([false, false]);
});

test("a canvas that cannot be loaded leaves the picture, says so, and can be asked for again", async () => {
	const load = vi.fn().mockRejectedValueOnce(new Error("no network")).mockResolvedValue({ mount });
	new BoardWatched(place, 9, load);
	button().click();
	await vi.waitFor(() => expect(status()).toMatch(/the picture shows the same board/));
	expect([picture().hidden, button().getAttribute("aria-pressed")]).toEqual([false, "false"]);
	button().click();
	await vi.waitFor(() => expect(latest()).toEqual(["api", "queue"]));
	expect(status()).toBe("");
});

test("pressed again while it loads, it stays the picture", async () => {
	let arrive: (module: { mount: Mount }) => void = () => {};
	new BoardWatched(place, 9, () => new Promise((resolve) => (arrive = resolve)));
	button().click();
	button().click();
	arrive({ mount });
	await vi.waitFor(() => expect(asked).toHaveLength(1));
	await new Promise((resolve) => setTimeout(resolve));
	expect([given, picture().hidden, status()]).toEqual([[], false, ""]);
});

test("without the server the canvas stays where it was and says so, until the time is moved again", async () => {
	const board = new BoardWatched(place, 4, async () => ({ mount }));
	button().click();
	await vi.waitFor(() => expect(latest()).toEqual(["api"]));
	isUp = false;
	board.show(9);
	await vi.waitFor(() => expect(status()).toMatch(/cannot be reached/));
	isUp = true;
	board.show(4);
	board.show(9);
	await vi.waitFor(() => expect([latest(), status()]).toEqual([["api", "queue"], ""]));
});
