import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardThen } from "./board-then";

const tables = (name: string) => `<main><div class="read-out"><p>${name}</p></div></main>`;
const unwanted = () => Promise.reject(new Error("nobody asked for the canvas"));
let asked: string[];

function section(): HTMLElement {
	document.body.innerHTML = `<section data-url="/rounds/r1/board" data-drawings="[[5,4,1,0],[60,9,3,2]]">
		<h2><span class="drawn-count"></span></h2><img alt=""><details open><div class="read-out"><p>at the end</p></div></details></section>`;
	return document.body.firstElementChild as HTMLElement;
}

beforeEach(() => {
	asked = [];
	vi.stubGlobal("fetch", async (url: string) => {
		asked.push(url);
		return new Response(tables(url));
	});
});

afterEach(() => {
	document.body.replaceChildren();
	vi.unstubAllGlobals();
});

test("the board grows along the time of the round, as a picture and in words", async () => {
	const place = section();
	const board = new BoardThen(place, unwanted);
	board.show(30);
	await vi.waitFor(() => expect(place.querySelector(".read-out")?.textContent).toBe("/rounds/r1/board?at=4"));
	expect(place.querySelector("img")?.getAttribute("src")).toBe("/rounds/r1/board.svg?at=4");
	expect(place.querySelector(".drawn-count")?.textContent).toBe("1 box, no arrows");
	board.show(2);
	expect(place.querySelector("img")?.getAttribute("src")).toBe("/rounds/r1/board.svg?at=0");
});

test("nothing is asked for while the board stays as it is", () => {
	const board = new BoardThen(section(), unwanted);
	board.show(61);
	board.show(75);
	expect(asked).toEqual([]);
});
