import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addGroup, addNode, type Board, connect, EMPTY } from "../board";

const PAIR = connect(addNode(addNode(addGroup(EMPTY), { label: "api", group: "g1" }), { label: "db" }), "n2", "n3");
const OTHER = addNode(EMPTY, { label: "elsewhere" });
let asked: string[];
let mistakes: object[];
/** A page of its own: another tab has copied nothing yet. */
let tab: typeof import("./clipping");

beforeEach(async () => {
	[asked, mistakes] = [[], []];
	vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
		const { text } = JSON.parse(body) as { text: string };
		asked.push(text);
		return new Response(JSON.stringify({ board: text.includes("elsewhere") ? OTHER : JSON.parse(text), mistakes }));
	});
	vi.resetModules();
	tab = await import("./clipping");
});

afterEach(() => {
	vi.unstubAllGlobals();
});

function names(found: Awaited<ReturnType<typeof tab.clipped>>): string[] {
	return found && "part" in found ? found.part.nodes.map(({ label }) => label) : [];
}

test("what was copied here is pasted as it is, without asking, each time further on", async () => {
	const text = tab.clip(PAIR);
	expect(await tab.clipped(text)).toEqual({ part: PAIR, times: 1 });
	expect(await tab.clipped("")).toEqual({ part: PAIR, times: 2 });
	expect(await tab.clipped("words from somewhere")).toEqual({ part: PAIR, times: 3 });
	expect(asked).toEqual([]);
});

test("another tab has it read by the server, and stands its boxes in no group of its own", async () => {
	const text = tab.clip({ ...PAIR, groups: [] });
	vi.resetModules();
	const other = await import("./clipping");
	const found = (await other.clipped(text)) as { part: Board; times: number };
	expect(asked).toEqual([text]);
	expect(found.part.nodes.map(({ label, group }) => [label, group])).toEqual([
		["api", ""],
		["db", ""],
	]);
	expect(found.part.arrows).toHaveLength(1);
	expect(await other.clipped(text)).toEqual({ part: found.part, times: 2 });
	expect(asked).toHaveLength(1);
});

test("what was copied last counts, wherever that was", async () => {
	const mine = tab.clip(PAIR);
	expect(names(await tab.clipped(JSON.stringify(OTHER)))).toEqual(["elsewhere"]);
	tab.clip(PAIR);
	expect(names(await tab.clipped(mine))).toEqual(["api", "db"]);
});

test("JSON that is no board is refused with what is wrong, and nothing changes", async () => {
	tab.clip(PAIR);
	mistakes = [{ line: 1, what: "nodes: too many.", remedy: "Correct it." }];
	expect(await tab.clipped('{"nodes": "x"}')).toEqual({
		trouble: "What was copied is no board. Line 1: nodes: too many. Correct it.",
	});
	vi.stubGlobal("fetch", () => Promise.reject(new TypeError()));
	expect(await tab.clipped('{"nodes": []}')).toEqual({ trouble: expect.stringMatching(/could not be read/) });
	expect(names(await tab.clipped(""))).toEqual(["api", "db"]);
});

test("where nothing was copied there is nothing to paste", async () => {
	expect(await tab.clipped("")).toBeNull();
});
